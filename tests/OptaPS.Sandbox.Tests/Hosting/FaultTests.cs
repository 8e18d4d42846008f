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
        await AddAsync("""{"id":"stale","kind":"Stale","resource":"AWS::EC2::InternetGateway","delayMilliseconds":60000}""");
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

    private Task AddAsync(string rule) => _sandbox.ControlAsync(HttpMethod.Post, "faults", JsonNode.Parse(rule));
}
