using System.Diagnostics;
using System.Text.Json.Nodes;
using OptaPS.Sandbox.Tests.Hosting;
using OptaPS.Testing;

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

    [SkippableFact]
    public async Task S3api_MultipartVersionsAndConditions_Work()
    {
        await RunAsync("s3api", "create-bucket", "--bucket", "tool-api");
        await RunAsync("s3api", "put-bucket-versioning", "--bucket", "tool-api", "--versioning-configuration", "Status=Enabled");
        var file = Path.Combine(_sandbox.Folder, "big.bin");
        await File.WriteAllBytesAsync(file, new byte[9 * 1024 * 1024]);
        await RunAsync("s3", "cp", file, "s3://tool-api/big.bin");
        var head = JsonNode.Parse(await RunAsync("s3api", "head-object", "--bucket", "tool-api", "--key", "big.bin"))!;
        Assert.Equal(9 * 1024 * 1024, (int)head["ContentLength"]!);
        Assert.Contains("-2\"", (string)head["ETag"]!, StringComparison.Ordinal);
        var refused = await Assert.ThrowsAnyAsync<Exception>(() => RunAsync("s3api", "put-object", "--bucket", "tool-api", "--key", "big.bin", "--if-none-match", "*"));
        Assert.Contains("PreconditionFailed", refused.Message, StringComparison.Ordinal);
        await RunAsync("s3api", "delete-object", "--bucket", "tool-api", "--key", "big.bin");
        Assert.True((bool)JsonNode.Parse(await RunAsync("s3api", "list-object-versions", "--bucket", "tool-api"))!["DeleteMarkers"]![0]!["IsLatest"]!);
    }

    [SkippableFact]
    public async Task CloudFormation_CreateWaitEventsDelete_Works()
    {
        const string template = "Resources:\n  Queue:\n    Type: AWS::SQS::Queue\n    Properties:\n      QueueName: !Ref AWS::StackName\n";
        await RunAsync("cloudformation", "validate-template", "--template-body", template);
        await RunAsync("cloudformation", "create-stack", "--stack-name", "tool", "--template-body", template);
        await RunAsync("cloudformation", "wait", "stack-create-complete", "--stack-name", "tool");
        Assert.Contains("AWS::SQS::Queue", await RunAsync("cloudformation", "describe-stack-events", "--stack-name", "tool"), StringComparison.Ordinal);
        await RunAsync("cloudformation", "delete-stack", "--stack-name", "tool");
        await RunAsync("cloudformation", "wait", "stack-delete-complete", "--stack-name", "tool");
    }

    [SkippableFact]
    public async Task SecretsEcrLogsKms_OnWhatCloudControlMade_Work()
    {
        var aws = new AwsTestClient(_sandbox);
        await aws.CreateAsync("AWS::SecretsManager::Secret", new JsonObject { ["Name"] = "db", ["SecretString"] = "s3cret" });
        await aws.CreateAsync("AWS::ECR::Repository", new JsonObject { ["RepositoryName"] = "acme/app" });
        await aws.CreateAsync("AWS::Logs::LogGroup", new JsonObject { ["LogGroupName"] = "/eks/one" });
        var key = await aws.CreateAsync("AWS::KMS::Key", []);
        Assert.Equal("s3cret", (string)JsonNode.Parse(await RunAsync("secretsmanager", "get-secret-value", "--secret-id", "db"))!["SecretString"]!);
        Assert.Contains("000000000000.dkr.ecr.us-east-1.amazonaws.com/acme/app", await RunAsync("ecr", "describe-repositories"), StringComparison.Ordinal);
        Assert.NotEmpty(await RunAsync("ecr", "get-login-password"));
        Assert.Contains("/eks/one", await RunAsync("logs", "describe-log-groups"), StringComparison.Ordinal);
        Assert.Equal("Enabled", (string)JsonNode.Parse(await RunAsync("kms", "describe-key", "--key-id", key))!["KeyMetadata"]!["KeyState"]!);
    }

    [SkippableFact]
    public async Task IamRdsElb_Reads_Work()
    {
        var aws = new AwsTestClient(_sandbox);
        await aws.CreateAsync("AWS::IAM::Role", new JsonObject { ["RoleName"] = "tool", ["AssumeRolePolicyDocument"] = JsonNode.Parse("""{"Version":"2012-10-17","Statement":[]}"""), ["Policies"] = JsonNode.Parse("""[{"PolicyName":"p","PolicyDocument":{"Version":"2012-10-17","Statement":[]}}]""") });
        Assert.Equal("2012-10-17", (string)JsonNode.Parse(await RunAsync("iam", "get-role-policy", "--role-name", "tool", "--policy-name", "p"))!["PolicyDocument"]!["Version"]!);
        Assert.Empty(JsonNode.Parse(await RunAsync("rds", "describe-db-instances", "--endpoint-url", _sandbox.Http.BaseAddress!.ToString()))!["DBInstances"]!.AsArray());
        Assert.Empty(JsonNode.Parse(await RunAsync("elbv2", "describe-load-balancers"))!["LoadBalancers"]!.AsArray());
        var zone = (string)JsonNode.Parse(await RunAsync("route53", "create-hosted-zone", "--name", "tool.test", "--caller-reference", "1"))!["HostedZone"]!["Id"]!;
        await RunAsync("route53", "delete-hosted-zone", "--id", zone);
    }

    private async Task<string> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(RequiredProgram.Find("aws"), [.. arguments, "--output", "json"]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
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
        using var running = Process.Start(start)!;
        var errors = running.StandardError.ReadToEndAsync();
        var output = await running.StandardOutput.ReadToEndAsync();
        await running.WaitForExitAsync();
        Assert.True(running.ExitCode == 0, $"aws {string.Join(' ', arguments)}: {await errors}");
        return output;
    }
}
