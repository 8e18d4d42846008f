using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;

namespace OptaPS.EndToEnd.Tests;

/// <summary>A domain of an environment from the empty account to an answer over HTTPS with its own certificate, and back.</summary>
public sealed class DnsTests
{
    private const string Domain = "shop.example.com";

    [Fact]
    public async Task TheLifeOfADomain()
    {
        await using var world = new ProgramWorld();
        await world.StartAsync(timeScale: 200);
        var file = Path.Combine(world.Folder, "env-aws.yaml");
        var whole = await File.ReadAllTextAsync(file);
        var small = whole[..(whole.IndexOf("modules:", StringComparison.Ordinal) + 8)];
        Task WriteAsync(string modules, bool delegated) => File.WriteAllTextAsync(file, $"{modules.TrimEnd()}\n  - type: dns\n    domain: {Domain}\n    delegated: {(delegated ? "true" : "false")}\n");

        // A certificate for a zone that nobody can have delegated to yet is refused before the first change.
        await WriteAsync(small, delegated: true);
        var early = await world.SandboxedAsync("apply", "env-aws.yaml", "--auto-approve");
        Assert.Equal(["OPTA3038"], Codes(early));
        Assert.Contains("delegated: false", early.Error, StringComparison.Ordinal);
        Assert.Empty(await world.EffectsAsync());

        await WriteAsync(small, delegated: false);
        await SucceedAsync(world.SandboxedAsync("apply", "env-aws.yaml", "--auto-approve"));
        var servers = (await OutputAsync(world, "name_servers")).AsArray().Select(server => server!.GetValue<string>()).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(4, servers.Count);

        // Not delegated, then delegated to somebody else: refused with what is measured and what is needed.
        await WriteAsync(small, delegated: true);
        var position = (await world.ControlAsync("requests?tail=1"))["last"]!.GetValue<long>();
        await RefusedAsync(world, servers, "none", position);
        await world.PostControlAsync("delegations", new() { ["domain"] = Domain, ["nameServers"] = new JsonArray("ns1.elsewhere.net", "ns2.elsewhere.net") });
        await RefusedAsync(world, servers, "ns1.elsewhere.net, ns2.elsewhere.net", position);

        await SucceedAsync(world.SandboxedAsync("sandbox", "delegate", Domain));
        await WriteAsync(whole, delegated: true);
        await SucceedAsync(world.SandboxedAsync("apply", "env-aws.yaml", "--auto-approve"));
        Assert.StartsWith("arn:aws:acm:us-east-1:000000000000:certificate/", (await OutputAsync(world, "cert_arn")).GetValue<string>(), StringComparison.Ordinal);
        var again = await JsonAsync(world, "plan", "env-aws.yaml");
        Assert.DoesNotContain(again["items"]!.AsArray(), item => item!["action"]!.GetValue<string>() != "None");

        // The service is reached by a name under the domain, with the domain's certificate of an authority that the world trusts.
        await world.CopyAsync("hello.yaml", "hello.yaml", "\"/hello\"", $"\"www.{Domain}/hello\"");
        await SucceedAsync(world.SandboxedAsync("deploy", "hello.yaml", "--auto-approve"));
        var (names, answer) = await GetAsync(world, $"https://www.{Domain}/hello");
        Assert.Equal([Domain, "*." + Domain], names);
        Assert.Equal(HttpStatusCode.OK, answer);
        var endpoint = (await JsonAsync(world, "endpoint", "staging", "hello")).AsArray().Single(one => one!["uri"]!.GetValue<string>().StartsWith("https:", StringComparison.Ordinal))!;
        Assert.StartsWith($"https://www.{Domain}", endpoint["uri"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal("127.0.0.1", await AskAsync(world, "anything." + Domain));
        Assert.Equal("127.0.0.1", await AskAsync(world, Domain));

        await SucceedAsync(world.SandboxedAsync("destroy", "staging", "--recurse", "--auto-approve"));
        Assert.Equal("""{"resources":[]}""", (await world.ControlAsync("resources")).ToJsonString());
    }

    private static async Task RefusedAsync(ProgramWorld world, List<string> servers, string measured, long position)
    {
        var refused = await world.SandboxedAsync("apply", "env-aws.yaml", "--auto-approve");
        Assert.Equal(["OPTA3038"], Codes(refused));
        Assert.Contains(string.Join(", ", servers), refused.Error, StringComparison.Ordinal);
        Assert.Contains(measured, refused.Error, StringComparison.Ordinal);
        Assert.Empty(await world.EffectsAsync(position));
    }

    // As a browser would: by name, with the world's public trust, at the address where the world's port 443 is.
    private static async Task<(IReadOnlyList<string> Names, HttpStatusCode Status)> GetAsync(ProgramWorld world, string address)
    {
        var names = new List<string>();
        var policy = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck, TrustMode = X509ChainTrustMode.CustomRootTrust };
        policy.CustomTrustStore.ImportFromPem(world.Description["caCertificates"]!.GetValue<string>());
        var entry = IPEndPoint.Parse(world.Description["entryAddresses"]!["443"]!.GetValue<string>());
        using var client = new HttpClient(new SocketsHttpHandler
        {
            SslOptions = new SslClientAuthenticationOptions
            {
                CertificateChainPolicy = policy,
                RemoteCertificateValidationCallback = (_, presented, _, errors) =>
                {
                    names.AddRange(((X509Certificate2)presented!).Extensions.OfType<X509SubjectAlternativeNameExtension>().Single().EnumerateDnsNames());
                    return errors == SslPolicyErrors.None;
                },
            },
            ConnectCallback = async (_, token) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(entry, token);
                return new NetworkStream(socket, ownsSocket: true);
            },
        });
        using var answer = await client.GetAsync(new Uri(address));
        return (names, answer.StatusCode);
    }

    // The question for an address (RFC 1035) and the last four bytes of the answer, which are the address.
    private static async Task<string> AskAsync(ProgramWorld world, string name)
    {
        var server = new Uri(world.Description["services"]!["dns"]!.GetValue<string>());
        using var client = new UdpClient(server.Host, server.Port);
        byte[] labels = [.. name.Split('.').SelectMany(label => (byte[])[(byte)label.Length, .. System.Text.Encoding.ASCII.GetBytes(label)])];
        await client.SendAsync((byte[])[0, 7, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, .. labels, 0, 0, 1, 0, 1]);
        var answer = (await client.ReceiveAsync()).Buffer;
        Assert.Equal(1, answer[7]);
        return new IPAddress(answer[^4..]).ToString();
    }

    private static async Task<JsonNode> OutputAsync(ProgramWorld world, string name) =>
        JsonNode.Parse((await JsonAsync(world, "output", "staging")).AsArray().Single(value => value!["name"]!.GetValue<string>() == name)!["value"]!.GetValue<string>())!;

    private static List<string> Codes(ProgramResult result) =>
        [.. result.Error.Split('\n').Where(line => line.StartsWith("error OPTA", StringComparison.Ordinal)).Select(line => line[6..14])];

    private static async Task<JsonNode> JsonAsync(ProgramWorld world, params string[] arguments) =>
        JsonNode.Parse((await SucceedAsync(world.SandboxedAsync([.. arguments, "--output", "json"]))).Output)!;

    private static async Task<ProgramResult> SucceedAsync(Task<ProgramResult> run)
    {
        var result = await run;
        Assert.True(result.Exit == 0, result.ToString());
        return result;
    }
}
