using System.Text.Json.Nodes;
using OptaPS.Clouds.Aws;
using OptaPS.Engine.Expressions;
using OptaPS.Engine.Preflight;
using OptaPS.Engine.Providers;
using OptaPS.Engine.Resources;
using OptaPS.Objects;

namespace OptaPS.Clouds.Tests;

/// <summary>Checks of rights, clocks and what is counted by zone; and leaving checks out.</summary>
public sealed class PreflightAccessTests
{
    private const string User = "arn:aws:iam::000000000000:user/x";

    [Fact]
    public async Task Rights_ThatAPolicyDenies_StopThePlan_AndLimitedOnesCount()
    {
        // Denied for all resources: the VPC's action always, the bucket's only for other names.
        var finding = await PermissionsAsync(
            User,
            request => (Body(request, "ActionNames", "s3:CreateBucket"), Body(request, "ResourceArns", "arn:aws:s3:::acme-data"), Body(request, "ActionNames", "ec2:CreateVpc")) switch
            {
                (true, true, _) => Results(("s3:CreateBucket", "allowed", "")),
                (false, _, true) => Results(("ec2:CreateVpc", "implicitDeny", "")),
                _ => Results(("s3:CreateBucket", "implicitDeny", ""), ("ec2:CreateVpc", "implicitDeny", "")),
            });
        Assert.Equal((PreflightStatus.Failed, "OPTA3046", "5 of 6 actions allowed", "base/AWS::EC2::VPC"), (finding.Status, finding.Code, finding.Measured, finding.Resource));
        Assert.Contains("may not: ec2:CreateVpc (base/AWS::EC2::VPC)", finding.Message, StringComparison.Ordinal);
        Assert.Contains("--skip-check Permissions", finding.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rights_WithConditions_AreNoProof()
    {
        var finding = await PermissionsAsync(User, _ => Results(("ec2:CreateVpc", "implicitDeny", "<MissingContextValues><member>aws:RequestedRegion</member></MissingContextValues>")));
        Assert.Equal((PreflightStatus.Warning, "OPTA3046"), (finding.Status, finding.Code));
        Assert.Equal(PreflightStatus.Passed, (await PermissionsAsync(User, _ => Results(("ec2:CreateVpc", "allowed", "")))).Status);
    }

    [Theory]
    [InlineData("arn:aws:iam::000000000000:root", PreflightStatus.Passed)]
    [InlineData("arn:aws:sts::000000000000:federated-user/f", PreflightStatus.Unknown)]
    [InlineData("arn:aws:sts::000000000000:assumed-role/Deployer/session", PreflightStatus.Failed)]
    public async Task Rights_OfASession_AreThoseOfItsRole(string caller, PreflightStatus status)
    {
        var finding = await PermissionsAsync(caller, request => request.Operation == "GetRole"
            ? Xml("<GetRoleResult><Role><Arn>arn:aws:iam::000000000000:role/teams/Deployer</Arn></Role></GetRoleResult>")
            : Body(request, "PolicySourceArn", "arn:aws:iam::000000000000:role/teams/Deployer") ? Results(("ec2:CreateVpc", "explicitDeny", "")) : ProviderTests.Error("NoSuchEntity", "no"));
        Assert.Equal(status, finding.Status);
    }

    [Theory]
    [InlineData(0, PreflightStatus.Passed, "")]
    [InlineData(7, PreflightStatus.Warning, "ahead of")]
    [InlineData(-7, PreflightStatus.Warning, "behind")]
    public async Task Clock_IsComparedWithTheClouds(int minutes, PreflightStatus status, string word)
    {
        var finding = Assert.Single(await RunAsync(request => Caller(request, User), new ShiftedTime(TimeSpan.FromMinutes(minutes)), []), one => one.Name == "Clock");
        Assert.Equal(status, finding.Status);
        Assert.Contains(word, finding.Message, StringComparison.Ordinal);
        Assert.Equal(status == PreflightStatus.Warning, finding.Measured == "7 min");
    }

    [Theory]
    [InlineData("us-east-1a", PreflightStatus.Failed, "1 free of 3")]
    [InlineData("us-east-1b", PreflightStatus.Passed, "3 free of 3")]
    public async Task Gateways_AreCountedByZone(string zone, PreflightStatus status, string measured)
    {
        JsonObject reference = new() { [Expression.Marker] = "ref", ["address"] = "base/subnet", ["path"] = "/SubnetId" };
        var gateway = Made("AWS::EC2::NatGateway", new JsonObject { ["SubnetId"] = reference });
        var findings = await RunAsync(
            request => request.Operation switch
            {
                "GetServiceQuota" => ProviderTests.Json("""{"Quota":{"Value":3.0}}"""),
                "DescribeSubnets" => Xml("<subnetSet><item><subnetId>s-a</subnetId><availabilityZone>us-east-1a</availabilityZone></item></subnetSet>"),
                "DescribeNatGateways" => Xml("<natGatewaySet><item><natGatewayId>n-1</natGatewayId><subnetId>s-a</subnetId></item><item><natGatewayId>n-2</natGatewayId><subnetId>s-a</subnetId></item></natGatewaySet>"),
                _ => Caller(request, User),
            },
            TimeProvider.System,
            [],
            new PreflightResource("base/subnet", "AWS::EC2::Subnet", PlannedAction.Create, new JsonObject { ["AvailabilityZone"] = zone }), gateway, gateway with { Address = "base/second" });
        var finding = Assert.Single(findings, one => one.Name == "Quota:NatGateways");
        Assert.Equal((status, measured, "2"), (finding.Status, finding.Measured, finding.Needed));
    }

    [Fact]
    public async Task ACheckThatIsLeftOut_MakesNoCall_AndEveryCheckHasAName()
    {
        await using var server = await ScriptedServer.StartAsync();
        using var provider = new AwsResourceProvider(new AwsAccount("000000000000", "us-east-1"), server.Endpoints, TimeProvider.System);
        var findings = await provider.CheckAsync(Request([Made("AWS::EC2::VPC", [])]) with { Skipped = PreflightChecks.Names }, CancellationToken.None);
        Assert.Equal(PreflightChecks.Names, findings.Select(one => one.Name).Order(StringComparer.Ordinal));
        Assert.All(findings, one => Assert.Equal(PreflightStatus.Skipped, one.Status));
        Assert.Empty(server.Requests);
    }

    private static async Task<PreflightFinding> PermissionsAsync(string caller, Func<Arrived, Scripted> identity) => Assert.Single(
        await RunAsync(request => request.Operation is "SimulatePrincipalPolicy" or "GetRole" ? identity(request) : Caller(request, caller), TimeProvider.System, [], Made("AWS::EC2::VPC", []), Made("AWS::S3::Bucket", new JsonObject { ["BucketName"] = "acme-data" })),
        one => one.Name == "Permissions");

    private static bool Body(Arrived request, string name, string value) => request.Body.Split('&').Any(pair => pair.StartsWith(name, StringComparison.Ordinal) && pair.EndsWith("=" + Uri.EscapeDataString(value), StringComparison.Ordinal));

    private static Scripted Results(params (string Action, string Decision, string More)[] results) => Xml("<R><IsTruncated>false</IsTruncated><EvaluationResults>"
        + string.Concat(results.Select(one => $"<member><EvalActionName>{one.Action}</EvalActionName><EvalDecision>{one.Decision}</EvalDecision>{one.More}</member>")) + "</EvaluationResults></R>");

    private static Scripted Xml(string content) => new(200, $"<Answer>{content}</Answer>", "text/xml");

    private static Scripted Caller(Arrived request, string arn) => request.Operation == "GetCallerIdentity"
        ? Xml($"<GetCallerIdentityResult><Account>000000000000</Account><Arn>{arn}</Arn></GetCallerIdentityResult>")
        : ProviderTests.Error("AccessDeniedException", "not scripted");

    private static PreflightResource Made(string type, JsonObject desired) => new($"base/{type}", type, PlannedAction.Create, desired);

    private static PreflightRequest Request(PreflightResource[] resources) => new(new Ownership("acme", "staging", "staging"), resources, TimeSpan.FromMinutes(15));

    private static async Task<IReadOnlyList<PreflightFinding>> RunAsync(Func<Arrived, Scripted> answer, TimeProvider time, IReadOnlyCollection<string> skipped, params PreflightResource[] resources)
    {
        await using var server = await ScriptedServer.StartAsync();
        server.Answer = answer;
        using var provider = new AwsResourceProvider(new AwsAccount("000000000000", "us-east-1"), server.Endpoints, time);
        return await provider.CheckAsync(Request(resources) with { Skipped = skipped }, CancellationToken.None);
    }

    private sealed class ShiftedTime(TimeSpan shift) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + shift;
    }
}
