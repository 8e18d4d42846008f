using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using OptaPS.Sandbox.Tests.Hosting;

namespace OptaPS.Sandbox.Tests.Aws;

/// <summary>A client of its own for the tests: signs by Signature Version 4 and sends with HttpClient.</summary>
internal sealed class AwsTestClient(HttpClient http, string accessKeyId, string secret, string? sessionToken = null)
{
    public string Region { get; init; } = "us-east-1";

    public TimeSpan Skew { get; init; }

    public AwsTestClient(TestSandbox sandbox)
        : this(sandbox.Http, sandbox.AccessKeyId, sandbox.Secret)
    {
    }

    public async Task<(HttpStatusCode Status, string Body)> SendAsync(string service, HttpMethod method, string path, byte[] body, params (string Name, string Value)[] headers)
    {
        using var request = Sign(service, method, path, body, headers);
        using var response = await http.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    public Task<(HttpStatusCode Status, string Body)> QueryAsync(string service, string form) =>
        SendAsync(service, HttpMethod.Post, "/", Encoding.UTF8.GetBytes(form), ("Content-Type", "application/x-www-form-urlencoded; charset=utf-8"));

    public async Task<(HttpStatusCode Status, JsonNode Body)> JsonAsync(string service, string target, JsonNode body, string contentType = "application/x-amz-json-1.0")
    {
        var (status, text) = await SendAsync(service, HttpMethod.Post, "/", Encoding.UTF8.GetBytes(body.ToJsonString()), ("Content-Type", contentType), ("X-Amz-Target", target));
        return (status, JsonNode.Parse(text)!);
    }

    public Task<(HttpStatusCode Status, JsonNode Body)> CloudAsync(string operation, JsonNode body) => JsonAsync("cloudcontrolapi", "CloudApiService." + operation, body);

    public async Task<JsonNode> AcceptAsync(string operation, JsonNode body)
    {
        var (status, answer) = await CloudAsync(operation, body);
        Assert.True(status == HttpStatusCode.OK, $"{operation}: {(int)status} {answer.ToJsonString()}");
        return answer["ProgressEvent"]!;
    }

    /// <summary>Polls until the operation has ended.</summary>
    public async Task<JsonNode> EndAsync(JsonNode progress)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while ((string)progress["OperationStatus"]! is "PENDING" or "IN_PROGRESS")
        {
            await Task.Delay(5, limit.Token);
            progress = await AcceptAsync("GetResourceRequestStatus", new JsonObject { ["RequestToken"] = (string)progress["RequestToken"]! });
        }

        return progress;
    }

    public async Task<string> CreateAsync(string type, JsonObject model)
    {
        var end = await EndAsync(await AcceptAsync("CreateResource", new JsonObject { ["TypeName"] = type, ["DesiredState"] = model.ToJsonString() }));
        Assert.True((string)end["OperationStatus"]! == "SUCCESS", type + ": " + end.ToJsonString());
        return (string)end["Identifier"]!;
    }

    public async Task<JsonNode> TryCreateAsync(string type, JsonObject model) =>
        await EndAsync(await AcceptAsync("CreateResource", new JsonObject { ["TypeName"] = type, ["DesiredState"] = model.ToJsonString() }));

    public async Task<JsonNode> TryDeleteAsync(string type, string identifier) =>
        await EndAsync(await AcceptAsync("DeleteResource", new JsonObject { ["TypeName"] = type, ["Identifier"] = identifier }));

    public async Task DeleteAsync(string type, string identifier)
    {
        var end = await TryDeleteAsync(type, identifier);
        Assert.True((string)end["OperationStatus"]! == "SUCCESS", type + ": " + end.ToJsonString());
    }

    public async Task<JsonNode> ReadAsync(string type, string identifier)
    {
        var (status, body) = await CloudAsync("GetResource", new JsonObject { ["TypeName"] = type, ["Identifier"] = identifier });
        Assert.True(status == HttpStatusCode.OK, body.ToJsonString());
        return JsonNode.Parse((string)body["ResourceDescription"]!["Properties"]!)!;
    }

    public HttpRequestMessage Sign(string service, HttpMethod method, string path, byte[] body, params (string Name, string Value)[] headers)
    {
        var time = DateTimeOffset.UtcNow + Skew;
        var stamp = time.ToString("yyyyMMdd'T'HHmmss'Z'");
        var split = path.Split('?', 2);
        var all = headers.Select(h => (Name: h.Name.ToLowerInvariant(), Value: h.Value)).Append((Name: "host", Value: http.BaseAddress!.Authority)).Append((Name: "x-amz-date", Value: stamp)).ToList();
        if (sessionToken is not null)
        {
            all.Add(("x-amz-security-token", sessionToken));
        }

        var hash = Convert.ToHexStringLower(SHA256.HashData(body));
        if (service == "s3")
        {
            all.Add(("x-amz-content-sha256", hash));
        }

        all.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        var names = string.Join(';', all.Select(h => h.Name));
        var uri = service == "s3" ? split[0] : string.Join('/', split[0].Split('/').Select(Uri.EscapeDataString));
        var query = split.Length < 2 ? "" : string.Join('&', split[1].Split('&').Select(p => p.Contains('=') ? p : p + "=").Order(StringComparer.Ordinal));
        var canonical = $"{method}\n{uri}\n{query}\n{string.Concat(all.Select(h => $"{h.Name}:{h.Value.Trim()}\n"))}\n{names}\n{hash}";
        var scope = $"{stamp[..8]}/{Region}/{service}/aws4_request";
        var text = $"AWS4-HMAC-SHA256\n{stamp}\n{scope}\n{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";
        var signature = Convert.ToHexStringLower(HMACSHA256.HashData(Key(secret, scope), Encoding.UTF8.GetBytes(text)));
        var request = new HttpRequestMessage(method, path) { Content = body.Length > 0 || method != HttpMethod.Get ? new ByteArrayContent(body) : null };
        foreach (var (name, value) in all.Where(h => h.Name != "host"))
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Content!.Headers.TryAddWithoutValidation(name, value);
            }
        }

        request.Headers.TryAddWithoutValidation("Authorization", $"AWS4-HMAC-SHA256 Credential={accessKeyId}/{scope}, SignedHeaders={names}, Signature={signature}");
        return request;
    }

    /// <summary>An EKS bearer token: a presigned GetCallerIdentity with the cluster's name under the signature.</summary>
    public string EksToken(string cluster)
    {
        var host = http.BaseAddress!.Authority;
        var stamp = (DateTimeOffset.UtcNow + Skew).ToString("yyyyMMdd'T'HHmmss'Z'");
        var scope = $"{stamp[..8]}/{Region}/sts/aws4_request";
        var query = string.Join('&', new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["Action"] = "GetCallerIdentity",
            ["Version"] = "2011-06-15",
            ["X-Amz-Algorithm"] = "AWS4-HMAC-SHA256",
            ["X-Amz-Credential"] = Uri.EscapeDataString($"{accessKeyId}/{scope}"),
            ["X-Amz-Date"] = stamp,
            ["X-Amz-Expires"] = "60",
            ["X-Amz-SignedHeaders"] = "host%3Bx-k8s-aws-id"
        }.Select(p => p.Key + "=" + p.Value));
        var canonical = $"GET\n/\n{query}\nhost:{host}\nx-k8s-aws-id:{cluster}\n\nhost;x-k8s-aws-id\n{Convert.ToHexStringLower(SHA256.HashData([]))}";
        var text = $"AWS4-HMAC-SHA256\n{stamp}\n{scope}\n{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";
        var url = $"https://{host}/?{query}&X-Amz-Signature={Convert.ToHexStringLower(HMACSHA256.HashData(Key(secret, scope), Encoding.UTF8.GetBytes(text)))}";
        return "k8s-aws-v1." + Convert.ToBase64String(Encoding.UTF8.GetBytes(url)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
    }

    private static byte[] Key(string secret, string scope) =>
        scope.Split('/').Aggregate(Encoding.UTF8.GetBytes("AWS4" + secret), (key, part) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part)));
}
