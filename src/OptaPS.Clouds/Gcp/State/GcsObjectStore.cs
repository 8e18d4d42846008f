using System.Net;
using System.Text.Json.Nodes;
using OptaPS.Clouds.Http;
using OptaPS.Engine.State.Objects;

namespace OptaPS.Clouds.Gcp.State;

/// <summary>A Google Cloud Storage bucket, or a prefix of it, over the JSON API with generation preconditions. A version is a generation.</summary>
public sealed class GcsObjectStore : IObjectStore
{
    private static readonly HttpStatusCode[] Missing = [HttpStatusCode.NotFound];
    private static readonly HttpStatusCode[] Refused = [HttpStatusCode.PreconditionFailed];
    private readonly StateRequests requests;
    private readonly Uri address;
    private readonly string bucket;
    private readonly string prefix;

    /// <summary>Uses a bucket; no call is made.</summary>
    /// <param name="client">Sends the requests; belongs to the caller.</param>
    /// <param name="token">Gives an access token with the scope <c>devstorage.read_write</c>.</param>
    /// <param name="address">The service's base address, usually <c>https://storage.googleapis.com/</c>.</param>
    /// <param name="bucket">The bucket.</param>
    /// <param name="prefix">Names begin with it; empty for the whole bucket.</param>
    public GcsObjectStore(HttpClient client, Func<CancellationToken, Task<string>> token, Uri address, string bucket, string prefix = "")
    {
        requests = new StateRequests(client, token, "Google Cloud Storage", "x-guploader-uploadid");
        this.address = address;
        this.bucket = bucket;
        this.prefix = prefix;
    }

    /// <inheritdoc/>
    public string Description => prefix.Length == 0 ? $"bucket gs://{bucket}" : $"bucket gs://{bucket}/{prefix.TrimEnd('/')}";

    private string Objects => $"storage/v1/b/{Uri.EscapeDataString(bucket)}/o";

    /// <inheritdoc/>
    public async Task<StoredObject?> GetAsync(string key, CancellationToken cancellationToken)
    {
        using var answer = await SendAsync(HttpMethod.Get, $"{Objects}/{Uri.EscapeDataString(prefix + key)}?alt=media", key, Missing, null, cancellationToken);
        if (answer.StatusCode == HttpStatusCode.NotFound)
            return null;
        var content = await answer.Content.ReadAsByteArrayAsync(cancellationToken);
        return new StoredObject(content, answer.Headers.GetValues("x-goog-generation").First());
    }

    /// <inheritdoc/>
    public async Task<string?> PutAsync(string key, ReadOnlyMemory<byte> content, string? expectedVersion, CancellationToken cancellationToken)
    {
        var path = $"upload/{Objects}?uploadType=media&name={Uri.EscapeDataString(prefix + key)}&ifGenerationMatch={expectedVersion ?? "0"}";
        using var body = new ReadOnlyMemoryContent(content);
        body.Headers.ContentType = new("application/octet-stream");
        using var answer = await SendAsync(HttpMethod.Post, path, key, Refused, body, cancellationToken);
        if (answer.StatusCode == HttpStatusCode.PreconditionFailed)
            return null;
        var stored = JsonNode.Parse(await answer.Content.ReadAsByteArrayAsync(cancellationToken))!;
        return stored["generation"]!.GetValue<string>();
    }

    /// <inheritdoc/>
    public async Task DeleteAsync(string key, CancellationToken cancellationToken)
    {
        using var answer = await SendAsync(HttpMethod.Delete, $"{Objects}/{Uri.EscapeDataString(prefix + key)}", key, Missing, null, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> ListAsync(string keyPrefix, CancellationToken cancellationToken)
    {
        var keys = new List<string>();
        string? next = null;
        do
        {
            var path = $"{Objects}?prefix={Uri.EscapeDataString(prefix + keyPrefix)}&fields=items(name),nextPageToken" + (next is null ? "" : $"&pageToken={Uri.EscapeDataString(next)}");
            using var answer = await SendAsync(HttpMethod.Get, path, keyPrefix, [], null, cancellationToken);
            var page = JsonNode.Parse(await answer.Content.ReadAsByteArrayAsync(cancellationToken))!;
            keys.AddRange((page["items"] as JsonArray ?? []).Select(item => item!["name"]!.GetValue<string>()[prefix.Length..]));
            next = page["nextPageToken"]?.GetValue<string>();
        }
        while (!string.IsNullOrEmpty(next));
        return keys;
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string key, HttpStatusCode[] expected, HttpContent? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, new Uri(address, path)) { Content = body };
        return await requests.SendAsync(request, $"gs://{bucket}/{prefix}{key}", expected, cancellationToken);
    }
}
