using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using OptaPS.Kubernetes.Apply;
using OptaPS.Kubernetes.Discovery;
using OptaPS.Kubernetes.Http;
using OptaPS.Kubernetes.Logs;
using OptaPS.Kubernetes.Objects;
using OptaPS.Kubernetes.Patch;
using OptaPS.Kubernetes.Watch;

namespace OptaPS.Kubernetes;

/// <summary>
/// One cluster's API, on JSON documents. Thread-safe; owns its connections. Every method throws <see cref="KubernetesException"/> when the
/// server refuses, cannot be reached or cannot be trusted. Calls that may be repeated without harm are retried inside.
/// </summary>
public interface IKubernetesClient : IAsyncDisposable
{
    /// <summary>The API server's address.</summary>
    Uri Endpoint { get; }

    /// <summary>The namespace of namespaced objects that name none.</summary>
    string DefaultNamespace { get; }

    /// <summary>How far the server's clock is ahead of this machine's (negative: behind), by its newest answer; zero when they agree to a minute.</summary>
    TimeSpan ServerAhead => TimeSpan.Zero;

    /// <summary>The server's version; asked once.</summary>
    Task<ServerVersion> GetVersionAsync(CancellationToken cancellationToken);

    /// <summary>Everything that the server serves, in the server's order of preference.</summary>
    Task<IReadOnlyList<ApiResource>> DiscoverAsync(CancellationToken cancellationToken);

    /// <summary>How a kind is reached; discovery is refreshed once when it is unknown (a CRD may have been installed since).</summary>
    /// <exception cref="KubernetesException">The server does not serve the kind (reason <c>UnknownKind</c>).</exception>
    Task<ApiResource> ResolveAsync(GroupVersionKind kind, CancellationToken cancellationToken);

    /// <summary>The resources that a word means: kind, plural, singular, short name, category, each also with <c>.group</c>.</summary>
    /// <exception cref="KubernetesException">The word means nothing to this server; the message names the nearest one.</exception>
    Task<IReadOnlyList<ApiResource>> ResolveNameAsync(string name, CancellationToken cancellationToken);

    /// <summary>Forgets what was discovered, as after installing CRDs.</summary>
    void ForgetDiscovery();

    /// <summary>Reads an object, or a subresource of it; null when it does not exist (also when its kind is not served).</summary>
    Task<JsonObject?> GetAsync(ObjectKey key, CancellationToken cancellationToken, string? subresource = null);

    /// <summary>Lists objects page by page as they are consumed. Items carry <c>apiVersion</c> and <c>kind</c>. Nothing when the kind is not served.</summary>
    IAsyncEnumerable<JsonObject> ListAsync(ListQuery query, CancellationToken cancellationToken);

    /// <summary>Lists objects page by page with the columns that the server prints for their kind; without columns from a server that makes none.</summary>
    async IAsyncEnumerable<TableRow> ListRowsAsync(ListQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var item in ListAsync(query, cancellationToken))
            yield return new(item, []);
    }

    /// <summary>
    /// Watches from a resource version (from a list), or from the state at the start when null: then existing objects come first as Added, followed by a Bookmark.
    /// Reconnects by itself and resumes where it was; throws with reason <c>Expired</c> when the server no longer has that history.
    /// For a watch that survives this too use an informer.
    /// </summary>
    IAsyncEnumerable<WatchEvent> WatchAsync(ListQuery query, string? resourceVersion, CancellationToken cancellationToken);

    /// <summary>Creates an object (POST), or with <see cref="WriteOptions.Subresource"/> posts to a subresource of the named object (eviction, binding, token).</summary>
    Task<JsonObject> CreateAsync(JsonObject document, WriteOptions options, CancellationToken cancellationToken);

    /// <summary>Server-side apply: creates the object or brings the given fields to the given values.</summary>
    /// <exception cref="KubernetesException">Reason <c>Conflict</c>: <see cref="KubernetesException.Conflicts"/> names fields and managers.</exception>
    Task<JsonObject> ApplyAsync(JsonObject document, ApplyOptions options, CancellationToken cancellationToken);

    /// <summary>Replaces an object (PUT). With <c>metadata.resourceVersion</c> only when nobody changed it since.</summary>
    Task<JsonObject> UpdateAsync(JsonObject document, WriteOptions options, CancellationToken cancellationToken);

    /// <summary>Patches an object.</summary>
    Task<JsonObject> PatchAsync(ObjectKey key, PatchKind kind, JsonNode patch, WriteOptions options, CancellationToken cancellationToken);

    /// <summary>Asks for deletion. False when the object did not exist. The object may stay until finalizers are done.</summary>
    Task<bool> DeleteAsync(ObjectKey key, DeleteOptions options, CancellationToken cancellationToken);

    /// <summary>Deletes every object of a query in one request.</summary>
    Task DeleteCollectionAsync(ListQuery query, DeleteOptions options, CancellationToken cancellationToken);

    /// <summary>Streams a container's log.</summary>
    IAsyncEnumerable<LogLine> ReadLogsAsync(LogQuery query, CancellationToken cancellationToken);

    /// <summary>Opens a WebSocket on a path of the API server (exec, attach, port-forward).</summary>
    /// <param name="pathAndQuery">Path and query below the endpoint.</param>
    /// <param name="subprotocols">Offered subprotocols, best first.</param>
    /// <param name="cancellationToken">Stops connecting.</param>
    Task<WebSocket> OpenWebSocketAsync(string pathAndQuery, IReadOnlyList<string> subprotocols, CancellationToken cancellationToken);

    /// <summary>Sends a request to any path of the server and returns the JSON answer; for endpoints without a kind (<c>/openapi/v3</c>, <c>/readyz?verbose</c> is no JSON and is refused).</summary>
    Task<JsonNode?> SendRawAsync(HttpMethod method, string pathAndQuery, JsonNode? body, CancellationToken cancellationToken);
}
