using System.Net;
using System.Text.Json.Nodes;
using OptaPS.Sandbox.Tests.Aws;

namespace OptaPS.Sandbox.Tests.Hosting;

public sealed class FaultTests : IAsyncLifetime
{
    private static readonly JsonObject Igw = new() { ["TypeName"] = "AWS::EC2::InternetGateway", ["DesiredState"] = "{}", ["ClientToken"] = "t" };
    private TestSandbox _sandbox = null!;
    private AwsTestClient _aws = null!;

    public async Task InitializeAsync()
    {
        _sandbox = await TestSandbox.StartAsync();
        _aws = new AwsTestClient(_sandbox);
    }

    public async Task DisposeAsync() => await _sandbox.DisposeAsync();

    [Fact]
    public async Task Throttle_TwoTimes_HitsExactlyTwo()
    {
        await AddAsync("""{"kind":"Throttle","service":"cloudcontrolapi","operation":"ListResources","count":2}""");
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 3; i++)
        {
            statuses.Add((await _aws.CloudAsync("ListResources", new JsonObject { ["TypeName"] = "AWS::EC2::VPC" })).Status);
        }

        Assert.Equal([HttpStatusCode.BadRequest, HttpStatusCode.BadRequest, HttpStatusCode.OK], statuses);
        var rule = (await _sandbox.ControlAsync(HttpMethod.Get, "faults"))["faults"]!.AsArray().Single()!;
        Assert.Equal(2, (int)rule["hits"]!);
    }

    [Fact]
    public async Task LostResponse_OfACreate_TookEffectAndTheTokenFindsIt()
    {
        await AddAsync("""{"kind":"LostResponse","operation":"CreateResource","count":1}""");
        await Assert.ThrowsAsync<HttpRequestException>(() => _aws.CloudAsync("CreateResource", Igw.DeepClone()));

        var end = await _aws.EndAsync(await _aws.AcceptAsync("CreateResource", Igw.DeepClone()));
        Assert.Equal("SUCCESS", (string)end["OperationStatus"]!);
        var creates = (await _sandbox.ControlAsync(HttpMethod.Get, "requests?operation=CreateResource"))["requests"]!.AsArray();
        Assert.Equal([true, false], creates.Select(c => (bool)c!["effect"]!));
        Assert.Equal("LostResponse", (string)creates[0]!["fault"]!);
    }

    [Fact]
    public async Task Reset_BeforeHandling_TakesNoEffect()
    {
        await AddAsync("""{"kind":"Reset","operation":"CreateResource","count":1}""");
        await Assert.ThrowsAsync<HttpRequestException>(() => _aws.CloudAsync("CreateResource", Igw.DeepClone()));
        Assert.Empty((await _sandbox.ControlAsync(HttpMethod.Get, "resources"))["resources"]!.AsArray());
    }

    [Fact]
    public async Task Stuck_Operation_EndsOnlyAfterTheRuleIsGone()
    {
        await AddAsync("""{"id":"stuck","kind":"Stuck","resource":"AWS::EC2::InternetGateway"}""");
        var progress = await _aws.AcceptAsync("CreateResource", Igw.DeepClone());
        var status = new JsonObject { ["RequestToken"] = (string)progress["RequestToken"]! };
        await Task.Delay(300);
        Assert.Equal("IN_PROGRESS", (string)(await _aws.AcceptAsync("GetResourceRequestStatus", status.DeepClone()))["OperationStatus"]!);
        await _sandbox.ControlAsync(HttpMethod.Delete, "faults/stuck");
        Assert.Equal("SUCCESS", (string)(await _aws.EndAsync(progress))["OperationStatus"]!);
    }

    [Fact]
    public async Task ExpiredCredentials_AreNamedAsTheServiceNamesThem()
    {
        await AddAsync("""{"kind":"ExpiredCredentials","count":2}""");
        var (_, json) = await _aws.CloudAsync("ListResources", new JsonObject { ["TypeName"] = "AWS::EC2::VPC" });
        Assert.EndsWith("#ExpiredTokenException", (string)json["__type"]!, StringComparison.Ordinal);
        var (_, xml) = await _aws.QueryAsync("sts", "Action=GetCallerIdentity&Version=2011-06-15");
        Assert.Contains("<Code>ExpiredToken</Code>", xml, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stale_ReadAfterCreate_IsNotFoundForAWhile()
    {
        // In the sandbox's time, which runs a thousand times as fast: half an hour.
        await AddAsync("""{"id":"stale","kind":"Stale","resource":"AWS::EC2::InternetGateway","delayMilliseconds":2000000000}""");
        var end = await _aws.EndAsync(await _aws.AcceptAsync("CreateResource", Igw.DeepClone()));
        var read = new JsonObject { ["TypeName"] = "AWS::EC2::InternetGateway", ["Identifier"] = (string)end["Identifier"]! };
        Assert.Equal(HttpStatusCode.BadRequest, (await _aws.CloudAsync("GetResource", read.DeepClone())).Status);
        await _sandbox.ControlAsync(HttpMethod.Delete, "faults/stale");
        Assert.Equal(HttpStatusCode.OK, (await _aws.CloudAsync("GetResource", read.DeepClone())).Status);
    }

    [Fact]
    public async Task Quota_Lowered_RefusesTheNextResource()
    {
        await _sandbox.ControlAsync(HttpMethod.Post, "quotas", new JsonObject { ["code"] = "L-A4707A72", ["value"] = 1 });
        await _aws.CreateAsync("AWS::EC2::InternetGateway", []);
        var end = await _aws.TryCreateAsync("AWS::EC2::InternetGateway", []);
        Assert.Equal("ServiceLimitExceeded", (string)end["ErrorCode"]!);
    }

    [Fact]
    public async Task Rules_SurviveARestart_WithTheirCountsAndDraws()
    {
        await AddAsync("""{"id":"three","kind":"Throttle","operation":"ListResources","count":3}""");
        await AddAsync("""{"id":"some","kind":"Error","operation":"GetResource","probability":0.5,"seed":7}""");
        var read = new JsonObject { ["TypeName"] = "AWS::EC2::InternetGateway", ["Identifier"] = "igw-0" };
        Assert.Equal(HttpStatusCode.BadRequest, (await _aws.CloudAsync("ListResources", new JsonObject { ["TypeName"] = "AWS::EC2::VPC" })).Status);
        var first = await DrawsAsync(_aws, read, 20);

        var folder = _sandbox.Folder;
        await _sandbox.Host.DisposeAsync();
        await using var again = await TestSandbox.StartAsync(folder: folder);
        var client = new AwsTestClient(again);
        var rules = (await again.ControlAsync(HttpMethod.Get, "faults"))["faults"]!.AsArray();
        Assert.Equal(["three", "some"], rules.Select(r => (string)r!["id"]!));
        Assert.Equal(1, (int)rules[0]!["hits"]!);
        var left = new List<HttpStatusCode>();
        for (var i = 0; i < 4; i++)
        {
            left.Add((await client.CloudAsync("ListResources", new JsonObject { ["TypeName"] = "AWS::EC2::VPC" })).Status);
        }

        Assert.Equal([HttpStatusCode.BadRequest, HttpStatusCode.BadRequest, HttpStatusCode.OK, HttpStatusCode.OK], left);

        // The draws go on where they were: 40 of one generator, whatever stopped in between.
        var random = new Random(7);
        Assert.Equal(Enumerable.Range(0, 40).Select(_ => random.NextDouble() < 0.5), first.Concat(await DrawsAsync(client, read, 20)));
    }

    [Fact]
    public async Task ClockSkew_RefusesTheSignature_AndTheDateHeaderSaysByHowMuch()
    {
        await AddAsync("""{"kind":"ClockSkew","service":"sts","delayMilliseconds":3600000,"count":1}""");
        using var request = _aws.Sign("sts", HttpMethod.Post, "/", "Action=GetCallerIdentity&Version=2011-06-15"u8.ToArray(), ("Content-Type", "application/x-www-form-urlencoded; charset=utf-8"));
        using var response = await _sandbox.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Contains("Signature expired", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.InRange((response.Headers.Date!.Value - DateTimeOffset.UtcNow).TotalMinutes, 58, 62);
        Assert.Equal(HttpStatusCode.OK, (await _aws.QueryAsync("sts", "Action=GetCallerIdentity&Version=2011-06-15")).Status);
    }

    [Fact]
    public async Task Quota_RefusesCreations_InTheWordsOfEachService()
    {
        await AddAsync("""{"kind":"Quota","message":"No more of these."}""");
        var end = await _aws.TryCreateAsync("AWS::EC2::InternetGateway", []);
        Assert.Equal("ServiceLimitExceeded", (string)end["ErrorCode"]!);
        var (status, secret) = await _aws.JsonAsync("secretsmanager", "secretsmanager.CreateSecret", new JsonObject { ["Name"] = "s", ["SecretString"] = "x" });
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.EndsWith("#LimitExceededException", (string)secret["__type"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stale_HidesANewRoleFromThoseThatReferToIt()
    {
        await AddAsync("""{"id":"iam","kind":"Stale","operation":"Reference","resource":"AWS::IAM::ManagedPolicy","delayMilliseconds":2000000000}""");
        var policy = await _aws.CreateAsync("AWS::IAM::ManagedPolicy", new JsonObject { ["ManagedPolicyName"] = "p", ["PolicyDocument"] = JsonNode.Parse("""{"Version":"2012-10-17","Statement":[]}""") });
        var role = new JsonObject { ["RoleName"] = "r", ["AssumeRolePolicyDocument"] = JsonNode.Parse("""{"Version":"2012-10-17","Statement":[]}"""), ["ManagedPolicyArns"] = new JsonArray(policy) };
        Assert.Equal("NotFound", (string)(await _aws.TryCreateAsync("AWS::IAM::Role", (JsonObject)role.DeepClone()))["ErrorCode"]!);
        await _sandbox.ControlAsync(HttpMethod.Delete, "faults/iam");
        await _aws.CreateAsync("AWS::IAM::Role", role);
    }

    [Theory]
    [InlineData("""{"kind":"Throttle","probability":2}""", "probability is 2, but must be from 0 to 1")]
    [InlineData("""{"kind":"Error","status":404}""", "status is 404, but must be from 500 to 599")]
    [InlineData("""{"kind":"Nonsense"}""", "kind")]
    [InlineData("""{"service":"s3"}""", "kind")]
    [InlineData("""{"kind":"Throttle","servce":"s3"}""", "servce")]
    public async Task BadRule_IsRefusedByName(string rule, string why)
    {
        var refused = await Assert.ThrowsAnyAsync<Exception>(() => AddAsync(rule));
        Assert.Contains("400", refused.Message, StringComparison.Ordinal);
        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
        Assert.Empty((await _sandbox.ControlAsync(HttpMethod.Get, "faults"))["faults"]!.AsArray());
    }

    private static async Task<IReadOnlyList<bool>> DrawsAsync(AwsTestClient client, JsonObject read, int count)
    {
        var hits = new List<bool>();
        for (var i = 0; i < count; i++)
        {
            hits.Add((await client.CloudAsync("GetResource", read.DeepClone())).Status == HttpStatusCode.InternalServerError);
        }

        return hits;
    }

    private Task AddAsync(string rule) => _sandbox.ControlAsync(HttpMethod.Post, "faults", JsonNode.Parse(rule));
}
