using System.Net;
using System.Xml.Linq;
using OptaPS.Clouds.Http;
using OptaPS.Engine.State.Objects;

namespace OptaPS.Clouds.Azure.State;

/// <summary>A container of Azure Blob Storage, or a prefix of it, with ETag conditions. A version is an ETag.</summary>
public sealed class BlobObjectStore : IObjectStore
{
    private const string ServiceVersion = "2023-11-03";
    private static readonly HttpStatusCode[] Missing = [HttpStatusCode.NotFound];

    // 409 BlobAlreadyExists is If-None-Match's other answer.
    private static readonly HttpStatusCode[] Refused = [HttpStatusCode.PreconditionFailed, HttpStatusCode.Conflict];
    private readonly StateRequests requests;
    private readonly Uri container;
    private readonly string prefix;

    /// <summary>Uses a container; no call is made.</summary>
    /// <param name="client">Sends the requests; belongs to the caller.</param>
    /// <param name="token">Gives an access token with the scope <c>https://storage.azure.com/.default</c>.</param>
    /// <param name="container">The container's address with a slash at its end, usually <c>https://account.blob.core.windows.net/container/</c>.</param>
    /// <param name="prefix">Names begin with it; empty for the whole container.</param>
    public BlobObjectStore(HttpClient client, Func<CancellationToken, Task<string>> token, Uri container, string prefix = "")
    {
        requests = new StateRequests(client, token, "Azure Blob Storage", "x-ms-request-id");
        this.container = container;
        this.prefix = prefix;
    }

    /// <inheritdoc/>
    public string Description => $"container {container.GetLeftPart(UriPartial.Path)}{prefix}".TrimEnd('/');

    /// <inheritdoc/>
    public async Task<StoredObject?> GetAsync(string key, CancellationToken cancellationToken)
    {
        using var answer = await SendAsync(Request(HttpMethod.Get, key), key, Missing, cancellationToken);
        if (answer.StatusCode == HttpStatusCode.NotFound)
            return null;
        return new StoredObject(await answer.Content.ReadAsByteArrayAsync(cancellationToken), answer.Headers.ETag!.ToString());
    }

    /// <inheritdoc/>
    public async Task<string?> PutAsync(string key, ReadOnlyMemory<byte> content, string? expectedVersion, CancellationToken cancellationToken)
    {
        var request = Request(HttpMethod.Put, key);
        request.Content = new ReadOnlyMemoryContent(content);
        request.Content.Headers.ContentType = new("application/octet-stream");
        request.Headers.Add("x-ms-blob-type", "BlockBlob");
        request.Headers.TryAddWithoutValidation(expectedVersion is null ? "If-None-Match" : "If-Match", expectedVersion ?? "*");
        using var answer = await SendAsync(request, key, Refused, cancellationToken);
        return answer.IsSuccessStatusCode ? answer.Headers.ETag!.ToString() : null;
    }

    /// <inheritdoc/>
    public async Task DeleteAsync(string key, CancellationToken cancellationToken)
    {
        using var answer = await SendAsync(Request(HttpMethod.Delete, key), key, Missing, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> ListAsync(string keyPrefix, CancellationToken cancellationToken)
    {
        var keys = new List<string>();
        var marker = "";
        do
        {
            var query = $"?restype=container&comp=list&prefix={Uri.EscapeDataString(prefix + keyPrefix)}" + (marker.Length == 0 ? "" : $"&marker={Uri.EscapeDataString(marker)}");
            var request = new HttpRequestMessage(HttpMethod.Get, new Uri(container.AbsoluteUri.TrimEnd('/') + query));
            request.Headers.Add("x-ms-version", ServiceVersion);
            using var answer = await SendAsync(request, keyPrefix, [], cancellationToken);
            await using var stream = await answer.Content.ReadAsStreamAsync(cancellationToken);
            var page = (await XDocument.LoadAsync(stream, LoadOptions.None, cancellationToken)).Root!;
            keys.AddRange(page.Descendants("Blob").Select(blob => blob.Element("Name")!.Value[prefix.Length..]));
            marker = page.Element("NextMarker")?.Value ?? "";
        }
        while (marker.Length > 0);
        return keys;
    }

    private HttpRequestMessage Request(HttpMethod method, string key)
    {
        var path = string.Join('/', (prefix + key).Split('/').Select(Uri.EscapeDataString));
        var request = new HttpRequestMessage(method, new Uri(container, path));
        request.Headers.Add("x-ms-version", ServiceVersion);
        return request;
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, string key, HttpStatusCode[] expected, CancellationToken cancellationToken)
    {
        using (request)
            return await requests.SendAsync(request, $"{Description}/{key}", expected, cancellationToken);
    }
}
