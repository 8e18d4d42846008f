using System.Text.Json.Nodes;
using OptaPS.Clouds.Aws;
using OptaPS.Engine.Preflight;
using OptaPS.Engine.Providers;
using OptaPS.Engine.Resources;
using OptaPS.Secrets;
using OptaPS.Targets;

namespace OptaPS.Clouds.Tests;

/// <summary>Checks before the first change: each measures the account and names what is needed, and none fails because it may not look.</summary>
public sealed class PreflightTests
{
    private static readonly Ownership Owner = new("acme", "staging", "staging");

    [Theory]
    [InlineData(5, PreflightStatus.Passed, "3 free of 5")]
    [InlineData(4, PreflightStatus.Failed, "2 free of 4")]
    public async Task Quota_ComparesWhatIsFreeWithWhatIsNeeded(int limit, PreflightStatus status, string measured)
    {
        var finding = Assert.Single(await RunAsync(
            request => request.Operation switch
            {
                "GetServiceQuota" => ProviderTests.Json($$$"""{"Quota":{"Value":{{{limit}}}.0}}"""),
                "ListResources" => ProviderTests.Json("""{"ResourceDescriptions":[{"Identifier":"a","Properties":"{}"},{"Identifier":"b","Properties":"{}"}]}"""),
                _ => Other(request),
            },
            Made("AWS::EC2::EIP", []), Made("AWS::EC2::EIP", []), Made("AWS::EC2::EIP", []), new PreflightResource("base/kept", "AWS::EC2::EIP", PlannedAction.None, [])), one => one.Name == "Quota:Addresses");
        Assert.Equal((status, measured, "3"), (finding.Status, finding.Measured, finding.Needed));
        Assert.Equal(status == PreflightStatus.Failed ? "OPTA3010" : "", finding.Code);
        Assert.Equal(status == PreflightStatus.Failed, finding.Remedy.Contains("L-0263D0A3", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Processors_AreThoseOfNewNodesAgainstThoseThatRun()
    {
        var finding = Assert.Single(await RunAsync(
            request => request.Operation switch
            {
                "GetServiceQuota" => ProviderTests.Json("""{"Quota":{"Value":16.0}}"""),
                "DescribeInstanceTypes" => Xml("<instanceTypeSet><item><instanceType>m5.xlarge</instanceType><vCpuInfo><defaultVCpus>4</defaultVCpus></vCpuInfo></item></instanceTypeSet>"),
                "DescribeInstances" => Xml("<reservationSet><item><instancesSet><item><cpuOptions><coreCount>2</coreCount><threadsPerCore>2</threadsPerCore></cpuOptions></item><item><cpuOptions><coreCount>1</coreCount><threadsPerCore>2</threadsPerCore></cpuOptions></item></instancesSet></item></reservationSet>"),
                _ => Other(request),
            },
            Made("AWS::EKS::Nodegroup", new JsonObject { ["InstanceTypes"] = new JsonArray("m5.xlarge"), ["ScalingConfig"] = new JsonObject { ["DesiredSize"] = 3 } })), one => one.Name == "Quota:VirtualCpus");
        Assert.Equal((PreflightStatus.Failed, "10 free of 16", "12"), (finding.Status, finding.Measured, finding.Needed));
    }

    [Fact]
    public async Task Names_OfOthersAreCollisions_OwnOnesAndThoseUnderWayAreNot()
    {
        var findings = await RunAsync(
            request => request.Operation == "GetResource"
                ? request.Body.Contains("mine", StringComparison.Ordinal)
                    ? ProviderTests.Json(new JsonObject { ["ResourceDescription"] = new JsonObject { ["Identifier"] = "mine", ["Properties"] = new JsonObject { ["Tags"] = Tags(("opta:organization", "acme"), ("opta:environment", "staging"), ("opta:layer", "staging"), ("opta:address", "base/AWS::IAM::Role")) }.ToJsonString() } }.ToJsonString())
                    : request.Body.Contains("free", StringComparison.Ordinal)
                        ? ProviderTests.Error("ResourceNotFoundException", "none")
                        : ProviderTests.Json("""{"ResourceDescription":{"Identifier":"x","Properties":"{}"}}""")
                : Other(request),
            Made("AWS::IAM::Role", new JsonObject { ["RoleName"] = "mine" }),
            Made("AWS::S3::Bucket", new JsonObject { ["BucketName"] = "free" }),
            Made("AWS::KMS::Alias", new JsonObject { ["AliasName"] = "alias/taken" }),
            Made("AWS::Logs::LogGroup", new JsonObject { ["LogGroupName"] = "begun" }) with { IsUnderWay = true });
        var finding = Assert.Single(findings, one => one.Name == "Names");
        Assert.Equal((PreflightStatus.Failed, "OPTA3031", "base/AWS::KMS::Alias", "alias/taken"), (finding.Status, finding.Code, finding.Resource, finding.Needed));
    }

    [Fact]
    public async Task Secrets_ThatAreDeletedButHeld_AreCollisions()
    {
        var findings = await RunAsync(
            request => request.Operation == "DescribeSecret" ? ProviderTests.Json("""{"Name":"db","DeletedDate":1.7E9}""") : Other(request),
            Made("AWS::SecretsManager::Secret", new JsonObject { ["Name"] = "db" }));
        var finding = Assert.Single(findings, one => one.Status == PreflightStatus.Failed);
        Assert.Contains("held for recovery since 2023-11-14", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ranges_OfSubnetsAreChecked_AndOverlapsWithOtherNetworksAreWarnings()
    {
        var findings = await RunAsync(
            request => request.Operation == "DescribeVpcs" ? Xml("<vpcSet><item><vpcId>vpc-1</vpcId><cidrBlock>10.0.0.0/16</cidrBlock></item><item><vpcId>vpc-2</vpcId><cidrBlock>10.9.0.0/16</cidrBlock></item></vpcSet>") : Other(request),
            Made("AWS::EC2::VPC", new JsonObject { ["CidrBlock"] = "10.0.0.0/16" }),
            Made("AWS::EC2::Subnet", new JsonObject { ["CidrBlock"] = "10.0.0.0/20" }),
            Made("AWS::EC2::Subnet", new JsonObject { ["CidrBlock"] = "10.0.8.0/21" }),
            Made("AWS::EC2::Subnet", new JsonObject { ["CidrBlock"] = "10.1.0.0/20" }));
        var ranges = findings.Where(one => one.Name == "Cidr").ToList();
        Assert.Equal(["OPTA3033", "OPTA3033", "OPTA3032"], ranges.Select(one => one.Code));
        Assert.Equal("10.0.0.0/16", ranges[2].Measured);
    }

    [Theory]
    [InlineData("1.35", PreflightStatus.Passed, "")]
    [InlineData("1.33", PreflightStatus.Warning, "OPTA3037")]
    [InlineData("1.20", PreflightStatus.Failed, "OPTA3036")]
    public async Task Versions_AreThoseThatAreOffered(string version, PreflightStatus status, string code)
    {
        var findings = await RunAsync(
            request => request.Path == "/cluster-versions" ? ProviderTests.Json("""{"clusterVersions":[{"clusterVersion":"1.35","versionStatus":"STANDARD_SUPPORT"},{"clusterVersion":"1.33","versionStatus":"EXTENDED_SUPPORT"}]}""") : Other(request),
            new PreflightResource("k8s/cluster", "AWS::EKS::Cluster", PlannedAction.None, new JsonObject { ["Version"] = version }));
        var finding = Assert.Single(findings, one => one.Name == "KubernetesVersion");
        Assert.Equal((status, code), (finding.Status, finding.Code));
    }

    [Fact]
    public async Task Machines_MustBeOfferedInEveryZone()
    {
        var findings = await RunAsync(
            request => request.Operation == "DescribeInstanceTypeOfferings" ? Xml("<instanceTypeOfferingSet><item><location>us-east-1a</location></item></instanceTypeOfferingSet>") : Other(request),
            Made("AWS::EKS::Nodegroup", new JsonObject { ["InstanceTypes"] = new JsonArray("m9.huge") }),
            Made("AWS::EC2::Subnet", new JsonObject { ["AvailabilityZone"] = "us-east-1a" }),
            Made("AWS::EC2::Subnet", new JsonObject { ["AvailabilityZone"] = "us-east-1b" }));
        Assert.Contains("not offered in us-east-1b", Assert.Single(findings, one => one.Name == "Machines").Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(90, PreflightStatus.Passed)]
    [InlineData(10, PreflightStatus.Failed)]
    public async Task ASession_MustLastAsLongAsTheRun(int minutes, PreflightStatus status)
    {
        await using var server = await ScriptedServer.StartAsync();
        server.Answer = Other;
        var end = TimeProvider.System.GetUtcNow().AddMinutes(minutes);
        var endpoints = server.Endpoints with { AwsCredentials = new AwsCredentialPair("AKIDEXAMPLE", new Secret(ScriptedServer.SecretKey), new Secret("token")) };
        using var provider = new AwsResourceProvider(new AwsAccount("000000000000", "us-east-1"), endpoints, TimeProvider.System, name => name == "AWS_CREDENTIAL_EXPIRATION" ? end.ToString("O") : null);
        var findings = await provider.CheckAsync(new PreflightRequest(Owner, [], TimeSpan.FromMinutes(30)), CancellationToken.None);
        var finding = Assert.Single(findings, one => one.Name == "Session");
        Assert.Equal((status, "30 min"), (finding.Status, finding.Needed));
    }

    [Fact]
    public async Task WithoutTheRightToLook_NothingFails()
    {
        var findings = await RunAsync(_ => ProviderTests.Error("AccessDeniedException", "not authorized"), Made("AWS::EC2::EIP", []), Made("AWS::EC2::VPC", new JsonObject { ["CidrBlock"] = "10.0.0.0/16" }));
        Assert.NotEmpty(findings);
        Assert.DoesNotContain(findings, one => one.Status == PreflightStatus.Failed);
        Assert.All(findings.Where(one => one.Status == PreflightStatus.Unknown), one => Assert.NotEmpty(one.Remedy));
    }

    private static PreflightResource Made(string type, JsonObject desired) => new($"base/{type}", type, PlannedAction.Create, desired);

    private static JsonArray Tags(params (string Key, string Value)[] tags) => new([.. tags.Select(tag => (JsonNode)new JsonObject { ["Key"] = tag.Key, ["Value"] = tag.Value })]);

    private static Scripted Xml(string content) => new(200, $"<Answer>{content}</Answer>", "text/xml");

    private static Scripted Other(Arrived request) => request.Operation == "GetCallerIdentity"
        ? Xml("<GetCallerIdentityResult><Account>000000000000</Account><Arn>arn:aws:iam::000000000000:user/x</Arn></GetCallerIdentityResult>")
        : ProviderTests.Error("AccessDeniedException", "not scripted");

    [Theory]
    [InlineData("ns-2.awsdns.org.,NS-1.awsdns.com.", true, PreflightStatus.Passed, "ns-1.awsdns.com, ns-2.awsdns.org")]
    [InlineData("ns-1.awsdns.com,ns.elsewhere.net", false, PreflightStatus.Warning, "ns-1.awsdns.com, ns.elsewhere.net")]
    [InlineData("ns-1.awsdns.com,ns.elsewhere.net", true, PreflightStatus.Failed, "ns-1.awsdns.com, ns.elsewhere.net")]
    [InlineData("", true, PreflightStatus.Failed, "none")]
    public async Task Delegation_ComparesPublicDnsWithTheZonesServers(string delegated, bool certificate, PreflightStatus status, string measured)
    {
        await using var dns = DnsServer.Start(new Dictionary<string, string[]>(StringComparer.Ordinal) { ["shop.acme.com"] = delegated.Split(',', StringSplitOptions.RemoveEmptyEntries) });
        var zone = new PreflightResource("dns/zone", "AWS::Route53::HostedZone", PlannedAction.None, new JsonObject { ["Name"] = "shop.acme.com." }) { Identifier = "Z1" };
        var finding = Assert.Single(
            await RunAsync(
                request => request.Operation == "GetResource" ? ProviderTests.Json("""{"ResourceDescription":{"Identifier":"Z1","Properties":"{\"NameServers\":[\"ns-1.awsdns.com\",\"ns-2.awsdns.org\"]}"}}""") : Other(request),
                dns.Address,
                certificate ? [zone, Certificate()] : [zone]),
            one => one.Name == "Delegation");
        Assert.Equal((status, measured, "ns-1.awsdns.com, ns-2.awsdns.org"), (finding.Status, finding.Measured, finding.Needed));
        Assert.Equal(status != PreflightStatus.Passed, finding.Remedy.Contains("set the NS records of shop.acme.com to ns-1.awsdns.com", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Delegation_OfAZoneThatIsMadeNow_IsMissing_AndATargetWithoutDnsIsNotGuessedAbout()
    {
        var made = Made("AWS::Route53::HostedZone", new JsonObject { ["Name"] = "shop.acme.com" });
        Assert.Equal(PreflightStatus.Failed, Assert.Single(await RunAsync(Other, made, Certificate()), one => one.Name == "Delegation").Status);
        Assert.DoesNotContain(await RunAsync(Other, made), one => one.Name == "Delegation");

        var kept = made with { Action = PlannedAction.None, Identifier = "Z1" };
        var unknown = await RunAsync(request => request.Operation == "GetResource" ? ProviderTests.Json("""{"ResourceDescription":{"Identifier":"Z1","Properties":"{}"}}""") : Other(request), kept, Certificate());
        Assert.Equal(PreflightStatus.Unknown, Assert.Single(unknown, one => one.Name == "Delegation").Status);
    }

    private static PreflightResource Certificate() => Made("AWS::CertificateManager::Certificate", new JsonObject { ["DomainName"] = "*.shop.acme.com", ["ValidationMethod"] = "DNS" });

    private static Task<IReadOnlyList<PreflightFinding>> RunAsync(Func<Arrived, Scripted> answer, params PreflightResource[] resources) => RunAsync(answer, null, resources);

    private static async Task<IReadOnlyList<PreflightFinding>> RunAsync(Func<Arrived, Scripted> answer, Uri? dns, PreflightResource[] resources)
    {
        await using var server = await ScriptedServer.StartAsync();
        server.Answer = answer;
        var endpoints = server.Endpoints with { Services = new Dictionary<string, Uri>(server.Endpoints.Services, StringComparer.Ordinal) { ["aws:secretsmanager"] = server.Address } };
        if (dns is not null)
            endpoints = endpoints with { Services = new Dictionary<string, Uri>(endpoints.Services, StringComparer.Ordinal) { ["dns"] = dns } };
        using var provider = new AwsResourceProvider(new AwsAccount("000000000000", "us-east-1"), endpoints, TimeProvider.System);
        return await provider.CheckAsync(new PreflightRequest(Owner, resources, TimeSpan.FromMinutes(15)), CancellationToken.None);
    }
}
