using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json.Nodes;
using OptaPS.Sandbox.Tests.Hosting;

namespace OptaPS.Sandbox.Tests.Aws;

/// <summary>The unmodified aws program against the sandbox.</summary>
public sealed class AwsProgramTests : IAsyncLifetime
{
    private TestSandbox _sandbox = null!;

    public async Task InitializeAsync() => _sandbox = await TestSandbox.StartAsync(timeScale: 5000);

    public async Task DisposeAsync() => await _sandbox.DisposeAsync();

    [SkippableFact]
    public async Task Sts_GetCallerIdentity_AnswersTheSandboxUser()
    {
        var answer = JsonNode.Parse(await RunAsync("sts", "get-caller-identity"))!;
        Assert.Equal("arn:aws:iam::000000000000:user/sandbox", (string)answer["Arn"]!);
    }

    [SkippableFact]
    public async Task CloudControl_CreateWaitGetListDelete_Works()
    {
        var created = JsonNode.Parse(await RunAsync("cloudcontrol", "create-resource", "--type-name", "AWS::EC2::VPC", "--desired-state", """{"CidrBlock":"10.9.0.0/16"}"""))!;
        var token = (string)created["ProgressEvent"]!["RequestToken"]!;
        await RunAsync("cloudcontrol", "wait", "resource-request-success", "--request-token", token);
        var listed = JsonNode.Parse(await RunAsync("cloudcontrol", "list-resources", "--type-name", "AWS::EC2::VPC"))!;
        var identifier = (string)listed["ResourceDescriptions"]!.AsArray().Single()!["Identifier"]!;
        Assert.Contains("10.9.0.0/16", await RunAsync("cloudcontrol", "get-resource", "--type-name", "AWS::EC2::VPC", "--identifier", identifier), StringComparison.Ordinal);
        Assert.Contains(identifier, await RunAsync("ec2", "describe-vpcs", "--vpc-ids", identifier), StringComparison.Ordinal);
        await RunAsync("cloudcontrol", "delete-resource", "--type-name", "AWS::EC2::VPC", "--identifier", identifier);
    }

    [SkippableFact]
    public async Task Ec2_DescribeAvailabilityZones_ListsSixInVirginia()
    {
        var answer = JsonNode.Parse(await RunAsync("ec2", "describe-availability-zones", "--filters", "Name=opt-in-status,Values=opt-in-not-required"))!;
        Assert.Equal(["us-east-1a", "us-east-1b", "us-east-1c", "us-east-1d", "us-east-1e", "us-east-1f"], answer["AvailabilityZones"]!.AsArray().Select(z => (string)z!["ZoneName"]!));
    }

    [SkippableFact]
    public async Task ServiceQuotas_GetServiceQuota_TellsTheElasticAddresses()
    {
        var answer = JsonNode.Parse(await RunAsync("service-quotas", "get-service-quota", "--service-code", "ec2", "--quota-code", "L-0263D0A3"))!;
        Assert.Equal(5.0, (double)answer["Quota"]!["Value"]!);
    }

    [SkippableFact]
    public async Task Eks_ListAndVersions_Answer()
    {
        Assert.Empty(JsonNode.Parse(await RunAsync("eks", "list-clusters"))!["clusters"]!.AsArray());
        Assert.Contains("1.35", await RunAsync("eks", "describe-cluster-versions"), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task S3_MakeBucketCopyListRemove_Works()
    {
        var file = Path.Combine(_sandbox.Folder, "hello.txt");
        await File.WriteAllTextAsync(file, "hello");
        await RunAsync("s3", "mb", "s3://tool-bucket");
        await RunAsync("s3", "cp", file, "s3://tool-bucket/a/hello.txt");
        Assert.Contains("hello.txt", await RunAsync("s3", "ls", "s3://tool-bucket/a/"), StringComparison.Ordinal);
        Assert.Equal("hello", await RunAsync("s3", "cp", "s3://tool-bucket/a/hello.txt", "-"));
        await RunAsync("s3", "rb", "s3://tool-bucket", "--force");
    }

    [SkippableFact]
    public async Task Kms_ListAliases_Answers() =>
        Assert.Empty(JsonNode.Parse(await RunAsync("kms", "list-aliases"))!["Aliases"]!.AsArray());

    [SkippableFact]
    public async Task Route53_ChangeAndListRecords_RefusesTheSecondCreate()
    {
        var zone = await new AwsTestClient(_sandbox).CreateAsync("AWS::Route53::HostedZone", new JsonObject { ["Name"] = "example.test" });
        const string batch = """{"Changes":[{"Action":"CREATE","ResourceRecordSet":{"Name":"a.example.test","Type":"A","TTL":60,"ResourceRecords":[{"Value":"192.0.2.1"}]}}]}""";
        await RunAsync("route53", "change-resource-record-sets", "--hosted-zone-id", zone, "--change-batch", batch);
        var listed = JsonNode.Parse(await RunAsync("route53", "list-resource-record-sets", "--hosted-zone-id", zone))!["ResourceRecordSets"]!.AsArray();
        Assert.Equal(["NS", "SOA", "A"], listed.Select(r => (string)r!["Type"]!));
        var refused = await Assert.ThrowsAnyAsync<Exception>(() => RunAsync("route53", "change-resource-record-sets", "--hosted-zone-id", zone, "--change-batch", batch));
        Assert.Contains("InvalidChangeBatch", refused.Message, StringComparison.Ordinal);
    }

    private async Task<string> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("aws", [.. arguments, "--output", "json"]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("AWS_", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["AWS_ENDPOINT_URL"] = _sandbox.Http.BaseAddress!.ToString().TrimEnd('/');
        start.Environment["AWS_CA_BUNDLE"] = (string)_sandbox.Description["caFile"]!;
        start.Environment["AWS_ACCESS_KEY_ID"] = _sandbox.AccessKeyId;
        start.Environment["AWS_SECRET_ACCESS_KEY"] = _sandbox.Secret;
        start.Environment["AWS_REGION"] = "us-east-1";
        start.Environment["AWS_DEFAULT_REGION"] = "us-east-1";
        start.Environment["AWS_EC2_METADATA_DISABLED"] = "true";
        start.Environment["AWS_CONFIG_FILE"] = Path.Combine(_sandbox.Folder, "none");
        start.Environment["AWS_SHARED_CREDENTIALS_FILE"] = Path.Combine(_sandbox.Folder, "none");
        Process? process = null;
        try
        {
            process = Process.Start(start);
        }
        catch (Win32Exception)
        {
            var required = (Environment.GetEnvironmentVariable("OPTA_REQUIRE") ?? "").Split(',', ' ').Contains("aws", StringComparer.Ordinal);
            Assert.False(required, "OPTA_REQUIRE asks for the program aws, which is not installed.");
            Skip.If(true, "The program aws is not installed.");
        }

        using var running = process!;
        var errors = running.StandardError.ReadToEndAsync();
        var output = await running.StandardOutput.ReadToEndAsync();
        await running.WaitForExitAsync();
        Assert.True(running.ExitCode == 0, $"aws {string.Join(' ', arguments)}: {await errors}");
        return output;
    }
}
