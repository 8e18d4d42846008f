using System.Text.Json.Nodes;
using OptaPS.Clouds.Aws;
using OptaPS.Engine.Providers;
using OptaPS.Engine.Resources;

namespace OptaPS.Clouds.Tests;

public class ProviderTests
{
    private static readonly Ownership Owner = new("acme", "staging", "staging");
    private static readonly string Token = new('a', 64);
    private static readonly AwsAccount Account = new("000000000000", "us-east-1");

    [Fact]
    public async Task Create_SendsTokenTagsAndDocument_AndEndsWithTheReadDocument()
    {
        await using var server = await ScriptedServer.StartAsync();
        var reads = 0;
        server.Answer = request => request.Operation switch
        {
            "CreateResource" => Event("CREATE", "IN_PROGRESS", token: "t-1"),
            "GetResourceRequestStatus" => Event("CREATE", "SUCCESS", "vpc-1", "t-1"),
            "GetResource" when reads++ == 0 => Error("ResourceNotFoundException", "not there yet"),
            "GetResource" => Described("vpc-1", new() { ["VpcId"] = "vpc-1", ["CidrBlock"] = "10.0.0.0/16" }),
            _ => Error("InvalidRequestException", "?"),
        };
        using var provider = new AwsResourceProvider(Account, server.Endpoints, TimeProvider.System);
        var started = await provider.CreateAsync(
            new CreateRequest("base/vpc", "AWS::EC2::VPC", Owner, null, new() { ["CidrBlock"] = "10.0.0.0/16" }, Token), CancellationToken.None);
        Assert.Equal((OperationStatus.Pending, "t-1"), (started.Status, started.Handle));

        var done = await provider.PollAsync(new PollRequest("base/vpc", "AWS::EC2::VPC", Owner, null, "t-1", null, null), CancellationToken.None);
        Assert.Equal((OperationStatus.Done, "vpc-1"), (done.Status, done.Identifier));

        var sent = JsonNode.Parse(server.Requests[0].Body)!;
        Assert.Equal(Token, sent["ClientToken"]!.GetValue<string>());
        var state = JsonNode.Parse(sent["DesiredState"]!.GetValue<string>())!;
        Assert.Equal(
            ["Name", "opta:address", "opta:environment", "opta:layer", "opta:organization"],
            state["Tags"]!.AsArray().Select(tag => tag!["Key"]!.GetValue<string>()));
        Assert.StartsWith("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/", server.Requests[0].Headers["authorization"], StringComparison.Ordinal);
        Assert.Contains("/us-east-1/cloudcontrolapi/aws4_request", server.Requests[0].Headers["authorization"], StringComparison.Ordinal);
        Assert.Equal("application/x-amz-json-1.0", server.Requests[0].Headers["content-type"]);
    }

    [Fact]
    public async Task Create_FailedWithIdentifier_ReportsTheTaintedResource_ButNotForAlreadyExists()
    {
        await using var server = await ScriptedServer.StartAsync();
        var code = "NotStabilized";
        server.Answer = _ => Event("CREATE", "FAILED", "addon-1", "t-1", code, "still degraded");
        using var provider = new AwsResourceProvider(Account, server.Endpoints, TimeProvider.System);
        var poll = new PollRequest("k8scluster/coredns", "AWS::EKS::Addon", Owner, null, "t-1", null, null);

        var failed = await provider.PollAsync(poll, CancellationToken.None);
        Assert.Equal(("addon-1", "OPTA3014", RetryAdvice.ReadFirst), (failed.Identifier, failed.Failure!.Diagnostic.Code, failed.Failure.Retry));

        code = "AlreadyExists";
        var foreign = await provider.PollAsync(poll, CancellationToken.None);
        Assert.Equal((null, "OPTA3011"), (foreign.Identifier, foreign.Failure!.Diagnostic.Code));
    }

    [Fact]
    public async Task Update_SendsWholePropertiesAndResendsWriteOnly_AndNothingWhenEqual()
    {
        await using var server = await ScriptedServer.StartAsync();
        var live = new JsonObject
        {
            ["ClusterName"] = "opta-staging", ["AddonName"] = "vpc-cni", ["AddonVersion"] = "v1", ["Arn"] = "arn",
            ["Tags"] = Tags(("aws:system", "x"), ("opta:organization", "acme"), ("opta:environment", "staging"), ("opta:layer", "staging"), ("opta:address", "a/b"), ("Name", "opta-staging-a-b")),
        };
        server.Answer = request => request.Operation == "GetResource" ? Described("opta-staging|vpc-cni", live) : Event("UPDATE", "IN_PROGRESS", token: "t-2");
        using var provider = new AwsResourceProvider(Account, server.Endpoints, TimeProvider.System);
        JsonObject Document(string version) => new()
        {
            ["ClusterName"] = "opta-staging", ["AddonName"] = "vpc-cni", ["AddonVersion"] = version, ["ResolveConflicts"] = "OVERWRITE",
        };
        UpdateRequest Request(string version) =>
            new("a/b", "AWS::EKS::Addon", Owner, null, "opta-staging|vpc-cni", Document(version), Document("v1"), Token);

        var same = await provider.UpdateAsync(Request("v1"), CancellationToken.None);
        Assert.Equal(OperationStatus.Done, same.Status);
        Assert.DoesNotContain(server.Requests, request => request.Operation == "UpdateResource");

        await provider.UpdateAsync(Request("v2"), CancellationToken.None);
        var patch = JsonNode.Parse(JsonNode.Parse(server.Requests[^1].Body)!["PatchDocument"]!.GetValue<string>())!.AsArray();
        Assert.Equal(
            """[{"op":"replace","path":"/AddonVersion","value":"v2"},{"op":"add","path":"/ResolveConflicts","value":"OVERWRITE"}]""",
            patch.ToJsonString());
    }

    [Theory]
    [InlineData(5, 5000)]
    [InlineData(-1, 50)]
    [InlineData(-60, null)]
    public async Task Poll_WaitsAsLongAsTheServiceSays_AndNotForAMomentThatHasJustPassed(int seconds, int? expected)
    {
        var time = new FixedTime(new DateTimeOffset(2026, 11, 21, 8, 0, 0, TimeSpan.Zero));
        await using var server = await ScriptedServer.StartAsync();
        server.Answer = _ => Json(new JsonObject
        {
            ["ProgressEvent"] = new JsonObject
            {
                ["Operation"] = "CREATE", ["OperationStatus"] = "IN_PROGRESS", ["RequestToken"] = "t", ["RetryAfter"] = time.Now.AddSeconds(seconds).ToUnixTimeMilliseconds() / 1000.0,
            },
        }.ToJsonString());
        using var provider = new AwsResourceProvider(Account, server.Endpoints, time);
        var progress = await provider.PollAsync(new PollRequest("base/vpc", "AWS::EC2::VPC", Owner, null, "t", null, null), CancellationToken.None);
        Assert.Equal(expected, (int?)progress.RetryAfter?.TotalMilliseconds);
    }

    [Fact]
    public async Task Delete_OfSomethingGone_IsASuccess()
    {
        await using var server = await ScriptedServer.StartAsync();
        server.Answer = _ => Error("ResourceNotFoundException", "gone");
        using var provider = new AwsResourceProvider(Account, server.Endpoints, TimeProvider.System);
        var gone = await provider.DeleteAsync(new DeleteRequest("base/vpc", "AWS::EC2::VPC", Owner, null, "vpc-1", null, Token), CancellationToken.None);
        Assert.Equal(OperationStatus.Done, gone.Status);
    }

    [Fact]
    public async Task Find_ByTag_TakesOnlyTheResourceWithThisLayersMark()
    {
        await using var server = await ScriptedServer.StartAsync();
        server.Answer = request => request.Operation switch
        {
            "ListResources" when !request.Body.Contains("NextToken", StringComparison.Ordinal) => Json(
                """{"ResourceDescriptions":[{"Identifier":"eip-foreign","Properties":"{}"}],"NextToken":"n"}"""),
            "ListResources" => Json("""{"ResourceDescriptions":[{"Identifier":"eip-mine","Properties":"{}"}]}"""),
            _ when request.Body.Contains("eip-mine", StringComparison.Ordinal) => Described("eip-mine", Marked("base/nat-address-1", "staging")),
            _ => Described("eip-foreign", Marked("base/nat-address-1", "production")),
        };
        using var provider = new AwsResourceProvider(Account, server.Endpoints, TimeProvider.System);
        CreateRequest Request(string address) => new(address, "AWS::EC2::EIP", Owner, null, new() { ["Domain"] = "vpc" }, Token);

        var found = await provider.FindAsync(Request("base/nat-address-1"), CancellationToken.None);
        Assert.Equal("eip-mine", found!.Identifier);
        Assert.Null(await provider.FindAsync(Request("base/nat-address-2"), CancellationToken.None));
    }

    [Fact]
    public async Task ReadMany_BelievesAListOnlyWhereItConfirmsWhatIsRecorded()
    {
        await using var server = await ScriptedServer.StartAsync();
        JsonObject Subnet(int i, string cidr) => new() { ["SubnetId"] = $"subnet-{i}", ["CidrBlock"] = cidr, ["NetworkAclAssociationId"] = $"acl-{i}", ["Tags"] = Tags(("a", "1"), ("b", "2")) };
        ReadRequest Request(int i) => new($"base/subnet-{i}", "AWS::EC2::Subnet", Owner, null, $"subnet-{i}", null) { RecordedOutputs = Subnet(i, $"10.0.{i}.0/24") };
        var incomplete = Subnet(2, "10.0.2.0/24");
        incomplete.Remove("NetworkAclAssociationId");
        var turned = Subnet(4, "10.0.4.0/24");
        turned["Tags"] = Tags(("b", "2"), ("a", "1"));
        turned["New"] = "beyond what is recorded";
        server.Answer = request => request.Operation == "ListResources" ? Listed(Subnet(1, "10.0.1.0/24"), incomplete, Subnet(3, "10.9.9.0/24"), turned) : Error("InvalidRequestException", "?");
        using var provider = new AwsResourceProvider(Account, server.Endpoints, TimeProvider.System);

        var found = await provider.ReadManyAsync([.. Enumerable.Range(1, 5).Select(Request)], CancellationToken.None);
        Assert.Equal(["base/subnet-1", "base/subnet-4"], found.Keys.Order());
        Assert.Equal("10.0.1.0/24", found["base/subnet-1"]!.Properties["CidrBlock"]!.GetValue<string>());
        Assert.Single(server.Requests);

        // Of many types lists show nothing but identifiers, or may not be made: then they are not made again, and types that are known to be so are never listed.
        server.Answer = _ => Json("""{"ResourceDescriptions":[{"Identifier":"subnet-1","Properties":"{\"SubnetId\":\"subnet-1\"}"}],"NextToken":"n"}""");
        using var second = new AwsResourceProvider(Account, server.Endpoints, TimeProvider.System);
        for (var i = 0; i < 2; i++)
            Assert.Empty(await second.ReadManyAsync([Request(1), Request(2)], CancellationToken.None));
        Assert.Equal(2, server.Requests.Count);
        server.Answer = _ => Error("AccessDeniedException", "not authorized to perform cloudformation:ListResources");
        using var third = new AwsResourceProvider(Account, server.Endpoints, TimeProvider.System);
        for (var i = 0; i < 2; i++)
            Assert.Empty(await third.ReadManyAsync([Request(1), Request(2)], CancellationToken.None));
        Assert.Empty(await third.ReadManyAsync([.. Enumerable.Range(1, 4).Select(i => Request(i) with { TypeName = "AWS::IAM::Role" })], CancellationToken.None));
        Assert.Equal(3, server.Requests.Count);
    }

    [Fact]
    public async Task ReadMany_GivesUpWhereOthersFillThePages_AndFailsAsAReadDoesWhenItMayPass()
    {
        await using var server = await ScriptedServer.StartAsync();
        server.Answer = _ => Json("""{"ResourceDescriptions":[{"Identifier":"rtb-foreign","Properties":"{}"}],"NextToken":"n"}""");
        using var provider = new AwsResourceProvider(Account, server.Endpoints, TimeProvider.System);
        ReadRequest[] requests = [.. Enumerable.Range(1, 6).Select(i => new ReadRequest($"base/t{i}", "AWS::EC2::RouteTable", Owner, null, $"rtb-{i}", null) { RecordedOutputs = new() { ["VpcId"] = "v" } })];
        Assert.Empty(await provider.ReadManyAsync(requests, CancellationToken.None));
        Assert.Equal(3, server.Requests.Count);

        server.Answer = _ => Error("ThrottlingException", "Rate exceeded");
        var failure = await Assert.ThrowsAsync<ProviderException>(() => provider.ReadManyAsync(requests, CancellationToken.None));
        Assert.Equal(RetryAdvice.Throttled, failure.Failure.Retry);
    }

    [Fact]
    public async Task Find_ByName_LeavesAForeignResourceAlone()
    {
        await using var server = await ScriptedServer.StartAsync();
        server.Answer = _ => Described("opta-staging-eks-cluster", new() { ["RoleName"] = "opta-staging-eks-cluster" });
        using var provider = new AwsResourceProvider(Account, server.Endpoints, TimeProvider.System);
        var request = new CreateRequest("k/role", "AWS::IAM::Role", Owner, null, new() { ["RoleName"] = "opta-staging-eks-cluster" }, Token);
        Assert.Null(await provider.FindAsync(request, CancellationToken.None));
    }

    [Fact]
    public void Types_OutsideTheTable_AreRefusedByName()
    {
        using var provider = new AwsResourceProvider(Account, new("none") { World = "w" }, TimeProvider.System);
        var error = Assert.Throws<Diagnostics.OptaException>(() => provider.TraitsOf("AWS::EC2::Instance"));
        Assert.Equal("OPTA3001", error.Diagnostics[0].Code);
        Assert.Contains("AWS::EC2::Instance", error.Message, StringComparison.Ordinal);
        Assert.Equal("aws:000000000000:us-east-1:ec2", provider.TraitsOf("AWS::EC2::VPC").LimiterKey);
        Assert.Equal(TimeSpan.FromHours(36), provider.TraitsOf("AWS::EKS::Cluster").TokenLife);
    }

    internal static Scripted Json(string body) => new(200, body);

    internal static Scripted Error(string code, string message, int status = 400) =>
        new(status, new JsonObject { ["__type"] = "com.amazon.cloudcontrol#" + code, ["Message"] = message }.ToJsonString());

    internal static Scripted Event(
        string operation, string status, string? identifier = null, string token = "t", string? code = null, string? message = null) =>
        Json(new JsonObject
        {
            ["ProgressEvent"] = new JsonObject
            {
                ["Operation"] = operation, ["OperationStatus"] = status, ["RequestToken"] = token,
                ["Identifier"] = identifier, ["ErrorCode"] = code, ["StatusMessage"] = message,
            },
        }.ToJsonString());

    private static Scripted Listed(params JsonObject[] documents) => Json(new JsonObject
    {
        ["ResourceDescriptions"] = new JsonArray([.. documents.Select(document => new JsonObject { ["Identifier"] = document["SubnetId"]!.GetValue<string>(), ["Properties"] = document.ToJsonString() })]),
    }.ToJsonString());

    private static Scripted Described(string identifier, JsonObject properties) => Json(new JsonObject
    {
        ["ResourceDescription"] = new JsonObject { ["Identifier"] = identifier, ["Properties"] = properties.ToJsonString() },
    }.ToJsonString());

    private static JsonObject Marked(string address, string environment) => new()
    {
        ["Tags"] = Tags(("opta:organization", "acme"), ("opta:environment", environment), ("opta:layer", environment), ("opta:address", address)),
    };

    private static JsonArray Tags(params (string Key, string Value)[] tags) =>
        [.. tags.Select(tag => new JsonObject { ["Key"] = tag.Key, ["Value"] = tag.Value })];
}
