using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using OptaPS.Sandbox.Tests.Hosting;

namespace OptaPS.Sandbox.Tests.Aws;

/// <summary>Zones, public DNS and ACM as they depend on each other: nothing is issued before the parent zone delegates.</summary>
public sealed class DomainTests : IAsyncLifetime
{
    private const string Certificate = "AWS::CertificateManager::Certificate";
    private const string Zone = "AWS::Route53::HostedZone";
    private TestSandbox _sandbox = null!;
    private AwsTestClient _aws = null!;

    public async Task InitializeAsync()
    {
        _sandbox = await TestSandbox.StartAsync(timeScale: 20000);
        _aws = new AwsTestClient(_sandbox);
    }

    public async Task DisposeAsync() => await _sandbox.DisposeAsync();

    [Fact]
    public async Task Certificate_WaitsForTheDelegation_IsKeptByItsListener_AndLeavesItsRecord()
    {
        var zone = await _aws.CreateAsync(Zone, new JsonObject { ["Name"] = "shop.test" });
        var servers = (await _aws.ReadAsync(Zone, zone))["NameServers"]!.AsArray().Select(server => (string)server!).ToList();
        Assert.Equal("shop.test.", (string)(await _aws.ReadAsync(Zone, zone))["Name"]!);
        var request = new JsonObject
        {
            ["DomainName"] = "shop.test",
            ["SubjectAlternativeNames"] = new JsonArray("shop.test", "*.shop.test"),
            ["ValidationMethod"] = "DNS",
            ["DomainValidationOptions"] = new JsonArray(new JsonObject { ["DomainName"] = "shop.test", ["HostedZoneId"] = zone })
        };
        var progress = await _aws.AcceptAsync("CreateResource", new JsonObject { ["TypeName"] = Certificate, ["DesiredState"] = request.ToJsonString() });
        await Until(async () => (await RecordsAsync(zone)).Contains("<Type>CNAME</Type>", StringComparison.Ordinal));
        Assert.Empty(await AskAsync("shop.test", 2));

        // Delegated to others, it is still not seen.
        await _sandbox.ControlAsync(HttpMethod.Post, "delegations", new JsonObject { ["domain"] = "shop.test", ["nameServers"] = new JsonArray("ns1.else.test") });
        Assert.Equal(["ns1.else.test"], await AskAsync("Shop.Test", 2));
        await Task.Delay(250);
        Assert.Equal("IN_PROGRESS", (string)(await _aws.AcceptAsync("GetResourceRequestStatus", new JsonObject { ["RequestToken"] = (string)progress["RequestToken"]! }))["OperationStatus"]!);

        await _sandbox.ControlAsync(HttpMethod.Post, "delegations", new JsonObject { ["domain"] = "shop.test" });
        Assert.Equal(servers.Order(StringComparer.Ordinal), (await AskAsync("shop.test", 2)).Order(StringComparer.Ordinal));
        var issued = await _aws.EndAsync(progress);
        Assert.Equal("SUCCESS", (string)issued["OperationStatus"]!);

        var arn = (string)issued["Identifier"]!;
        var balancer = await _aws.CreateAsync("AWS::ElasticLoadBalancingV2::LoadBalancer", new JsonObject { ["Name"] = "entry", ["Type"] = "network" });
        var listener = await _aws.CreateAsync("AWS::ElasticLoadBalancingV2::Listener", new JsonObject
        {
            ["LoadBalancerArn"] = balancer, ["Port"] = 443, ["Protocol"] = "TLS",
            ["Certificates"] = new JsonArray(new JsonObject { ["CertificateArn"] = arn }),
            ["DefaultActions"] = new JsonArray(new JsonObject { ["Type"] = "forward" })
        });
        var used = await _aws.TryDeleteAsync(Certificate, arn);
        Assert.Equal(("FAILED", "ResourceConflict"), ((string)used["OperationStatus"]!, (string)used["ErrorCode"]!));
        Assert.Contains("is in use", (string)used["StatusMessage"]!, StringComparison.Ordinal);
        await _aws.DeleteAsync("AWS::ElasticLoadBalancingV2::Listener", listener);
        await _aws.DeleteAsync(Certificate, arn);

        var kept = await _aws.TryDeleteAsync(Zone, zone);
        Assert.Equal("FAILED", (string)kept["OperationStatus"]!);
        Assert.Contains("non-required resource record sets", (string)kept["StatusMessage"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Records_AreListedInRoute53sOrderAndWriting_PageByPage()
    {
        var zone = await _aws.CreateAsync(Zone, new JsonObject { ["Name"] = "list.test" });
        await _sandbox.ControlAsync(HttpMethod.Post, "delegations", new JsonObject { ["domain"] = "list.test" });
        var changes = string.Concat(new[] { ("*.list.test", "A", "192.0.2.7"), ("b.a.list.test", "TXT", "\"hello\""), ("z.list.test", "CNAME", "a.else.test") }
            .Select(r => $"<Change><Action>CREATE</Action><ResourceRecordSet><Name>{r.Item1}</Name><Type>{r.Item2}</Type><TTL>60</TTL><ResourceRecords><ResourceRecord><Value>{r.Item3}</Value></ResourceRecord></ResourceRecords></ResourceRecordSet></Change>"));
        var (status, _) = await _aws.SendAsync("route53", HttpMethod.Post, $"/2013-04-01/hostedzone/{zone}/rrset/", Encoding.UTF8.GetBytes($"<ChangeResourceRecordSetsRequest xmlns=\"https://route53.amazonaws.com/doc/2013-04-01/\"><ChangeBatch><Changes>{changes}</Changes></ChangeBatch></ChangeResourceRecordSetsRequest>"));
        Assert.Equal(HttpStatusCode.OK, status);
        var listed = await RecordsAsync(zone);
        Assert.Equal(["list.test.", "list.test.", "\\052.list.test.", "b.a.list.test.", "z.list.test."], System.Xml.Linq.XElement.Parse(listed).Descendants().Where(e => e.Name.LocalName == "Name").Select(e => e.Value));

        // A wildcard answers for what has no record of its own.
        Assert.Equal(["192.0.2.7"], await AskAsync("anything.list.test", 1));
        Assert.Equal(["hello"], await AskAsync("b.a.list.test", 16));
        Assert.Empty(await AskAsync("other.test", 1));
        await _sandbox.ControlAsync(HttpMethod.Delete, "delegations/list.test");
        Assert.Empty(await AskAsync("anything.list.test", 1));
    }

    private async Task<string> RecordsAsync(string zone) => (await _aws.SendAsync("route53", HttpMethod.Get, $"/2013-04-01/hostedzone/{zone}/rrset", [])).Body;

    private static async Task Until(Func<Task<bool>> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!await condition())
        {
            await Task.Delay(10, limit.Token);
        }
    }

    // A question as a resolver's client sends it, and the values of the answer.
    private async Task<List<string>> AskAsync(string name, int type)
    {
        var server = new Uri((string)_sandbox.Description["services"]!["dns"]!);
        using var client = new UdpClient(server.Host, server.Port);
        byte[] labels = [.. name.Split('.').SelectMany(label => (byte[])[(byte)label.Length, .. Encoding.ASCII.GetBytes(label)]), 0];
        await client.SendAsync((byte[])[0, 7, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, .. labels, 0, (byte)type, 0, 1]);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var answer = (await client.ReceiveAsync(limit.Token)).Buffer;
        Assert.Equal((0, 7), (answer[0], answer[1]));
        var values = new List<string>();
        var at = 12 + labels.Length + 4;
        for (var left = answer[7]; left > 0; left--)
        {
            Assert.Equal(type, answer[at + 3]);
            var data = answer.AsSpan(at + 12, answer[at + 11]);
            values.Add(type switch
            {
                1 => new IPAddress(data).ToString(),
                16 => Encoding.ASCII.GetString(data[1..]),
                _ => Name(data)
            });
            at += 12 + data.Length;
        }

        return values;
    }

    private static string Name(ReadOnlySpan<byte> data)
    {
        var labels = new List<string>();
        for (var at = 0; data[at] != 0; at += 1 + data[at])
        {
            labels.Add(Encoding.ASCII.GetString(data.Slice(at + 1, data[at])));
        }

        return string.Join('.', labels);
    }
}
