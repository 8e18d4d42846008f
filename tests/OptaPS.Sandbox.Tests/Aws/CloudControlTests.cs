using System.Net;
using System.Text.Json.Nodes;
using OptaPS.Sandbox.Tests.Hosting;

namespace OptaPS.Sandbox.Tests.Aws;

public sealed class CloudControlTests : IAsyncLifetime
{
    private TestSandbox _sandbox = null!;
    private AwsTestClient _aws = null!;

    public async Task InitializeAsync()
    {
        _sandbox = await TestSandbox.StartAsync();
        _aws = new AwsTestClient(_sandbox);
    }

    public async Task DisposeAsync() => await _sandbox.DisposeAsync();

    [Fact]
    public async Task Create_Vpc_EndsAndIsReadWithItsReadOnlyValues()
    {
        var progress = await _aws.AcceptAsync("CreateResource", new JsonObject { ["TypeName"] = "AWS::EC2::VPC", ["DesiredState"] = """{"CidrBlock":"10.0.0.0/16"}""" });
        Assert.Equal("IN_PROGRESS", (string)progress["OperationStatus"]!);
        Assert.NotNull(progress["RetryAfter"]);

        var end = await _aws.EndAsync(progress);
        Assert.Equal("SUCCESS", (string)end["OperationStatus"]!);
        var vpc = await _aws.ReadAsync("AWS::EC2::VPC", (string)end["Identifier"]!);
        Assert.Matches("^vpc-[0-9a-f]{17}$", (string)vpc["VpcId"]!);
        Assert.Matches("^sg-[0-9a-f]{17}$", (string)vpc["DefaultSecurityGroup"]!);
        Assert.True((bool)vpc["EnableDnsSupport"]!);
    }

    [Theory]
    [InlineData("""{"CidrBlock":"10.0.0.0/16","Colour":"red"}""", "#: extraneous key [Colour] is not permitted")]
    [InlineData("""{"CidrBlock":17}""", "#/CidrBlock: expected type: String, found: Integer")]
    [InlineData("""{"CidrBlock":"10.0.0.0/16","EnableDnsSupport":"yes"}""", "#/EnableDnsSupport: expected type: Boolean, found: String")]
    [InlineData("""{"CidrBlock":"10.0.0.0/16","VpcId":"vpc-1"}""", "VpcId")]
    [InlineData("""{"CidrBlock":"10.0.0.0/16","Tags":[{"Key":"a"}]}""", "#/Tags/0: required key [Value] not found")]
    public async Task Create_InvalidModel_IsAValidationException(string model, string text)
    {
        var (status, body) = await _aws.CloudAsync("CreateResource", new JsonObject { ["TypeName"] = "AWS::EC2::VPC", ["DesiredState"] = model });

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.EndsWith("#ValidationException", (string)body["__type"]!, StringComparison.Ordinal);
        Assert.Contains(text, (string)body["Message"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AWS::Logs::LogGroup", """{"RetentionInDays":99}""", "#/RetentionInDays: failed validation constraint for keyword [enum]")]
    [InlineData("AWS::Logs::LogGroup", """{"LogGroupName":"with space"}""", "#/LogGroupName: failed validation constraint for keyword [pattern]")]
    [InlineData("AWS::KMS::Key", """{"KeyPolicy":{},"PendingWindowInDays":3}""", "#/PendingWindowInDays: failed validation constraint for keyword [minimum]")]
    [InlineData("AWS::KMS::Key", """{"KeyPolicy":{},"Tags":[{"Key":"","Value":"a"}]}""", "#/Tags/0/Key: expected minLength: 1, actual: 0")]
    [InlineData("AWS::EKS::Nodegroup", """{"ClusterName":"","NodeRole":"r","Subnets":["s"]}""", "#/ClusterName: expected minLength: 1, actual: 0")]
    public async Task Create_ValueBeyondThePublishedLimits_IsAValidationException(string type, string model, string text)
    {
        var (status, body) = await _aws.CloudAsync("CreateResource", new JsonObject { ["TypeName"] = type, ["DesiredState"] = model });

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.EndsWith("#ValidationException", (string)body["__type"]!, StringComparison.Ordinal);
        Assert.Contains(text, (string)body["Message"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_SubnetOfUnknownVpc_EndsAsNotFound()
    {
        var end = await _aws.TryCreateAsync("AWS::EC2::Subnet", new JsonObject { ["VpcId"] = "vpc-0123456789abcdef0", ["CidrBlock"] = "10.0.0.0/24" });

        Assert.Equal("FAILED", (string)end["OperationStatus"]!);
        Assert.Equal("NotFound", (string)end["ErrorCode"]!);
        Assert.StartsWith("The vpc ID 'vpc-0123456789abcdef0' does not exist", (string)end["StatusMessage"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Delete_VpcWithSubnet_IsRefusedUntilTheSubnetIsGone()
    {
        var vpc = await _aws.CreateAsync("AWS::EC2::VPC", new JsonObject { ["CidrBlock"] = "10.0.0.0/16" });
        var subnet = await _aws.CreateAsync("AWS::EC2::Subnet", new JsonObject { ["VpcId"] = vpc, ["CidrBlock"] = "10.0.0.0/24", ["AvailabilityZone"] = "us-east-1a" });

        var refused = await _aws.TryDeleteAsync("AWS::EC2::VPC", vpc);
        Assert.Equal("FAILED", (string)refused["OperationStatus"]!);
        Assert.Contains($"The vpc '{vpc}' has dependencies and cannot be deleted.", (string)refused["StatusMessage"]!, StringComparison.Ordinal);

        await _aws.DeleteAsync("AWS::EC2::Subnet", subnet);
        await _aws.DeleteAsync("AWS::EC2::VPC", vpc);
        var (status, body) = await _aws.CloudAsync("GetResource", new JsonObject { ["TypeName"] = "AWS::EC2::VPC", ["Identifier"] = vpc });
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.EndsWith("#ResourceNotFoundException", (string)body["__type"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_SameClientToken_GivesTheSameOperationAndOneResource()
    {
        var request = new JsonObject { ["TypeName"] = "AWS::EC2::InternetGateway", ["DesiredState"] = "{}", ["ClientToken"] = "token-1" };
        var first = await _aws.AcceptAsync("CreateResource", request.DeepClone());
        var second = await _aws.AcceptAsync("CreateResource", request.DeepClone());
        Assert.Equal((string)first["RequestToken"]!, (string)second["RequestToken"]!);

        request["DesiredState"] = """{"Tags":[{"Key":"a","Value":"b"}]}""";
        var (status, body) = await _aws.CloudAsync("CreateResource", request);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.EndsWith("#ClientTokenConflictException", (string)body["__type"]!, StringComparison.Ordinal);

        var (_, list) = await _aws.CloudAsync("ListResources", new JsonObject { ["TypeName"] = "AWS::EC2::InternetGateway" });
        Assert.Single(list["ResourceDescriptions"]!.AsArray());
        var log = (await _sandbox.ControlAsync(HttpMethod.Get, "requests?mutating=true&effect=true"))["requests"]!.AsArray();
        Assert.Single(log);
        Assert.Equal("token-1", (string)log[0]!["token"]!);
    }

    [Fact]
    public async Task Lists_ShowWholeResourcesOnlyWhereTheListHandlerMayReadThem()
    {
        var vpc = await _aws.CreateAsync("AWS::EC2::VPC", new JsonObject { ["CidrBlock"] = "10.0.0.0/16" });
        await _aws.CreateAsync("AWS::EC2::Subnet", new JsonObject { ["VpcId"] = vpc, ["CidrBlock"] = "10.0.0.0/24" });
        Assert.Equal(["VpcId"], (await ListedAsync("AWS::EC2::VPC")).Select(member => member.Key));
        Assert.Equal("10.0.0.0/24", (string)(await ListedAsync("AWS::EC2::Subnet"))["CidrBlock"]!);

        async Task<JsonObject> ListedAsync(string type) => JsonNode.Parse((string)(await _aws.CloudAsync("ListResources", new JsonObject { ["TypeName"] = type })).Body["ResourceDescriptions"]![0]!["Properties"]!)!.AsObject();
    }

    [Fact]
    public async Task Update_CreateOnlyAndReadOnlyProperties_AreRefusedByName()
    {
        var vpc = await _aws.CreateAsync("AWS::EC2::VPC", new JsonObject { ["CidrBlock"] = "10.0.0.0/16" });
        var (_, createOnly) = await PatchAsync("AWS::EC2::VPC", vpc, """[{"op":"replace","path":"/CidrBlock","value":"10.1.0.0/16"}]""");
        Assert.EndsWith("#NotUpdatableException", (string)createOnly["__type"]!, StringComparison.Ordinal);
        Assert.Contains("/properties/CidrBlock", (string)createOnly["Message"]!, StringComparison.Ordinal);

        var (_, readOnly) = await PatchAsync("AWS::EC2::VPC", vpc, """[{"op":"add","path":"/VpcId","value":"vpc-2"}]""");
        Assert.EndsWith("#ValidationException", (string)readOnly["__type"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Update_WriteOnlyValues_AreNeverReadAndReplaceFailsOnThem()
    {
        var secret = await _aws.CreateAsync("AWS::SecretsManager::Secret", new JsonObject { ["Name"] = "s", ["SecretString"] = "hidden", ["Description"] = "d" });
        var read = await _aws.ReadAsync("AWS::SecretsManager::Secret", secret);
        Assert.Null(read["SecretString"]);

        var (status, refused) = await PatchAsync("AWS::SecretsManager::Secret", secret, """[{"op":"replace","path":"/SecretString","value":"new"}]""");
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("no such path in target JSON document", (string)refused["Message"]!, StringComparison.Ordinal);

        var (_, accepted) = await PatchAsync("AWS::SecretsManager::Secret", secret, """[{"op":"add","path":"/SecretString","value":"new"},{"op":"replace","path":"/Description","value":"e"}]""");
        Assert.Equal("SUCCESS", (string)(await _aws.EndAsync(accepted["ProgressEvent"]!))["OperationStatus"]!);
        Assert.Equal("e", (string)(await _aws.ReadAsync("AWS::SecretsManager::Secret", secret))["Description"]!);
    }

    [Fact]
    public async Task Create_TakenName_EndsAsAlreadyExistsWithTheOthersIdentifier()
    {
        var model = new JsonObject { ["LogGroupName"] = "/aws/eks/x/cluster" };
        await _aws.CreateAsync("AWS::Logs::LogGroup", (JsonObject)model.DeepClone());
        var end = await _aws.TryCreateAsync("AWS::Logs::LogGroup", model);

        Assert.Equal("AlreadyExists", (string)end["ErrorCode"]!);
        Assert.Equal("/aws/eks/x/cluster", (string)end["Identifier"]!);
    }

    [Fact]
    public async Task Create_TypeWithoutHandlers_IsUnsupported()
    {
        var (_, none) = await _aws.CloudAsync("CreateResource", new JsonObject { ["TypeName"] = "AWS::DocDB::DBCluster", ["DesiredState"] = "{}" });
        Assert.EndsWith("#UnsupportedActionException", (string)none["__type"]!, StringComparison.Ordinal);
        var (_, unknown) = await _aws.CloudAsync("CreateResource", new JsonObject { ["TypeName"] = "AWS::Fake::Thing", ["DesiredState"] = "{}" });
        Assert.EndsWith("#TypeNotFoundException", (string)unknown["__type"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task World_StoppedWhileAnOperationIsOpen_ContinuesItAfterTheNextStart()
    {
        var folder = Path.Combine(Path.GetTempPath(), "optaps-sandbox-" + Guid.NewGuid().ToString("N"));
        try
        {
            string token;
            string world;
            await using (var first = await TestSandbox.StartAsync(timeScale: 40, folder))
            {
                var progress = await new AwsTestClient(first).AcceptAsync("CreateResource", new JsonObject { ["TypeName"] = "AWS::EC2::VPC", ["DesiredState"] = """{"CidrBlock":"10.0.0.0/16"}""" });
                token = (string)progress["RequestToken"]!;
                world = (string)first.Description["world"]!;
            }

            await using var second = await TestSandbox.StartAsync(timeScale: 40, folder);
            Assert.Equal(world, (string)second.Description["world"]!);
            var aws = new AwsTestClient(second);
            var end = await aws.EndAsync(await aws.AcceptAsync("GetResourceRequestStatus", new JsonObject { ["RequestToken"] = token }));
            Assert.Equal("SUCCESS", (string)end["OperationStatus"]!);
            await aws.ReadAsync("AWS::EC2::VPC", (string)end["Identifier"]!);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private Task<(HttpStatusCode Status, JsonNode Body)> PatchAsync(string type, string identifier, string patch) =>
        _aws.CloudAsync("UpdateResource", new JsonObject { ["TypeName"] = type, ["Identifier"] = identifier, ["PatchDocument"] = patch });
}
