using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;

namespace OptaPS.EndToEnd.Tests;

/// <summary>Somebody's hand in the cloud's console: signed Cloud Control requests that OptaPS knows nothing of.</summary>
internal sealed class CloudHand : IDisposable
{
    private readonly JsonNode description;
    private readonly HttpClient http;

    public CloudHand(JsonNode description)
    {
        this.description = description;
        var policy = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck, TrustMode = X509ChainTrustMode.CustomRootTrust };
        policy.CustomTrustStore.ImportFromPem(Text(description, "caCertificates"));
        http = new HttpClient(new SocketsHttpHandler { SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy } });
    }

    public void Dispose() => http.Dispose();

    /// <summary>Sets a property of a resource and waits until it is done.</summary>
    public async Task SetAsync(string type, string identifier, string path, JsonNode value)
    {
        var patch = new JsonArray(new JsonObject { ["op"] = "add", ["path"] = path, ["value"] = value });
        var answer = await CallAsync("UpdateResource", new JsonObject { ["TypeName"] = type, ["Identifier"] = identifier, ["PatchDocument"] = patch.ToJsonString() });
        var token = Text(answer["ProgressEvent"]!, "RequestToken");
        for (var i = 0; i < 100; i++)
        {
            var status = Text((await CallAsync("GetResourceRequestStatus", new JsonObject { ["RequestToken"] = token }))["ProgressEvent"]!, "OperationStatus");
            if (status == "SUCCESS")
                return;
            Assert.NotEqual("FAILED", status);
            await Task.Delay(100);
        }

        Assert.Fail($"The update of {identifier} does not end.");
    }

    private async Task<JsonNode> CallAsync(string operation, JsonObject body)
    {
        var keys = description["aws"]!;
        var address = new Uri(Text(description["services"]!, "aws:cloudcontrolapi"));
        var content = body.ToJsonString();
        var now = DateTimeOffset.UtcNow;
        var stamp = now.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var scope = $"{stamp[..8]}/{Text(keys, "region")}/cloudcontrolapi/aws4_request";
        var target = "CloudApiService." + operation;
        var canonical = $"POST\n/\n\nhost:{address.Authority}\nx-amz-date:{stamp}\nx-amz-target:{target}\n\nhost;x-amz-date;x-amz-target\n{Hex(SHA256.HashData(Encoding.UTF8.GetBytes(content)))}";
        var toSign = $"AWS4-HMAC-SHA256\n{stamp}\n{scope}\n{Hex(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";
        var key = scope.Split('/').Aggregate(Encoding.UTF8.GetBytes("AWS4" + Text(keys, "secretAccessKey")), (current, part) => HMACSHA256.HashData(current, Encoding.UTF8.GetBytes(part)));
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(content)) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/x-amz-json-1.0");
        request.Headers.TryAddWithoutValidation("X-Amz-Date", stamp);
        request.Headers.TryAddWithoutValidation("X-Amz-Target", target);
        request.Headers.TryAddWithoutValidation("Authorization", $"AWS4-HMAC-SHA256 Credential={Text(keys, "accessKeyId")}/{scope}, SignedHeaders=host;x-amz-date;x-amz-target, Signature={Hex(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(toSign)))}");
        using var answer = await http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonNode.Parse(text)!;
    }

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);

    private static string Text(JsonNode node, string name) => node[name]!.GetValue<string>();
}
