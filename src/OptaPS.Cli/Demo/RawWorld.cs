using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;

namespace OptaPS.Cli.Demo;

/// <summary>Looks at the sandbox by plain HTTP: its request log, its AWS endpoint, its clusters' API servers and their entry.</summary>
internal sealed class RawWorld : IDisposable
{
    private readonly JsonNode description;
    private readonly RawSignature signature;
    private readonly HttpClient control;
    private readonly HttpClient aws;

    public RawWorld(JsonNode description)
    {
        this.description = description;
        var keys = description["aws"]!;
        signature = new RawSignature(Text(keys, "accessKeyId"), Text(keys, "secretAccessKey"), Text(keys, "region"));
        aws = Client(Text(description, "caCertificates"));
        control = Client(Text(description, "caCertificates"));
        control.BaseAddress = new Uri(Text(description, "controlUrl"));
        control.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Text(description, "controlToken"));
    }

    private Uri Sts => new(Text(description["services"]!, "aws:sts"));

    private Uri CloudControl => new(Text(description["services"]!, "aws:cloudcontrolapi"));

    public void Dispose()
    {
        control.Dispose();
        aws.Dispose();
    }

    /// <summary>Number of the last request that the log holds.</summary>
    public async Task<long> LastRequestAsync(CancellationToken ct) => (long)(await ControlAsync("requests?limit=1", ct))["last"]!;

    /// <summary>Requests of clients since a number that asked for a change.</summary>
    public async Task<IReadOnlyList<JsonNode>> MutatingSinceAsync(long since, CancellationToken ct) =>
        [.. ((JsonArray)(await ControlAsync($"requests?since={since}&mutating=true", ct))["requests"]!).OfType<JsonNode>()];

    /// <summary>Resources of all kinds that the emulated cloud holds.</summary>
    public async Task<int> CloudResourcesAsync(CancellationToken ct) => ((JsonArray)(await ControlAsync("resources", ct))["resources"]!).Count;

    /// <summary>Identifiers of one type, by Cloud Control's ListResources.</summary>
    public async Task<IReadOnlyList<string>> ListAsync(string type, CancellationToken ct)
    {
        var answer = await CloudControlAsync("ListResources", new JsonObject { ["TypeName"] = type }, ct);
        return [.. ((JsonArray)answer["ResourceDescriptions"]!).Select(d => Text(d!, "Identifier"))];
    }

    /// <summary>The only cluster of the account, as its API answers on the paths given to the result.</summary>
    public async Task<RawCluster> ClusterAsync(CancellationToken ct)
    {
        var name = Assert.Single(await ListAsync("AWS::EKS::Cluster", ct), "EKS cluster");
        var answer = await CloudControlAsync("GetResource", new JsonObject { ["TypeName"] = "AWS::EKS::Cluster", ["Identifier"] = name }, ct);
        var properties = JsonNode.Parse(Text(answer["ResourceDescription"]!, "Properties"))!;
        var ca = Encoding.ASCII.GetString(Convert.FromBase64String(Text(properties, "CertificateAuthorityData")));
        var client = Client(ca);
        client.BaseAddress = new Uri(Text(properties, "Endpoint"));
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", signature.Token(Sts, name));
        return new RawCluster(client);
    }

    /// <summary>Calls the entry as a browser would after DNS: by host name, at the address that stands for the load balancer's.</summary>
    public async Task<string> CallAsync(Uri address, string? trustedPem, CancellationToken ct)
    {
        var entry = Text(description["entryAddresses"]!, $"{address.Port}").Split(':');
        var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (_, token) =>
            {
                var socket = new System.Net.Sockets.Socket(System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp);
                await socket.ConnectAsync(entry[0], int.Parse(entry[1], System.Globalization.CultureInfo.InvariantCulture), token);
                return new System.Net.Sockets.NetworkStream(socket, ownsSocket: true);
            },
        };
        if (trustedPem is not null)
            handler.SslOptions = Trust(trustedPem);
        using var client = new HttpClient(handler);
        using var answer = await client.GetAsync(address, ct);
        return $"{(int)answer.StatusCode} {(await answer.Content.ReadAsStringAsync(ct)).ReplaceLineEndings(" ")}";
    }

    private static HttpClient Client(string pem) => new(new SocketsHttpHandler { SslOptions = Trust(pem) });

    private static SslClientAuthenticationOptions Trust(string pem)
    {
        var policy = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck, TrustMode = X509ChainTrustMode.CustomRootTrust };
        policy.CustomTrustStore.ImportFromPem(pem);
        return new SslClientAuthenticationOptions { CertificateChainPolicy = policy };
    }

    private async Task<JsonNode> ControlAsync(string path, CancellationToken ct) => JsonNode.Parse(await control.GetStringAsync(path, ct))!;

    private async Task<JsonNode> CloudControlAsync(string operation, JsonObject body, CancellationToken ct)
    {
        var bytes = Encoding.UTF8.GetBytes(body.ToJsonString());
        using var request = new HttpRequestMessage(HttpMethod.Post, CloudControl) { Content = new ByteArrayContent(bytes) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-amz-json-1.0");
        signature.Sign(request, "cloudcontrolapi", $"CloudApiService.{operation}", bytes);
        using var answer = await aws.SendAsync(request, ct);
        var text = await answer.Content.ReadAsStringAsync(ct);
        return answer.IsSuccessStatusCode ? JsonNode.Parse(text)! : throw new DemoException($"{operation} {body}: {text}");
    }

    private static string Text(JsonNode node, string name) => node[name]?.GetValue<string>() ?? throw new DemoException($"'{name}' is missing in {node}");
}
