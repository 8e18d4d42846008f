using System.Net.WebSockets;
using System.Text.Json.Nodes;
using OptaPS.Helm.Tests.Releases;
using OptaPS.Kubernetes;
using OptaPS.Kubernetes.Apply;
using OptaPS.Kubernetes.Discovery;
using OptaPS.Kubernetes.Logs;
using OptaPS.Kubernetes.Objects;
using OptaPS.Kubernetes.Patch;
using OptaPS.Kubernetes.Watch;

namespace OptaPS.Helm.Tests.Sandbox;

/// <summary>A client that counts requests that change something, and whose process dies after one of them.</summary>
internal sealed class DyingClient(IKubernetesClient inner) : IKubernetesClient
{
    private int count;

    /// <summary>The answer to this mutation is lost, and nothing happens afterwards.</summary>
    public int DiesAt { get; set; } = int.MaxValue;

    public int Mutations => Math.Min(count, DiesAt);

    public Uri Endpoint => inner.Endpoint;

    public string DefaultNamespace => inner.DefaultNamespace;

    public void Reset(int diesAt = int.MaxValue) => (count, DiesAt) = (0, diesAt);

    public Task<ServerVersion> GetVersionAsync(CancellationToken cancellationToken) => inner.GetVersionAsync(cancellationToken);

    public Task<IReadOnlyList<ApiResource>> DiscoverAsync(CancellationToken cancellationToken) => inner.DiscoverAsync(cancellationToken);

    public Task<ApiResource> ResolveAsync(GroupVersionKind kind, CancellationToken cancellationToken) => inner.ResolveAsync(kind, cancellationToken);

    public Task<IReadOnlyList<ApiResource>> ResolveNameAsync(string name, CancellationToken cancellationToken) => inner.ResolveNameAsync(name, cancellationToken);

    public void ForgetDiscovery() => inner.ForgetDiscovery();

    public Task<JsonObject?> GetAsync(ObjectKey key, CancellationToken cancellationToken, string? subresource = null) => inner.GetAsync(key, cancellationToken, subresource);

    public IAsyncEnumerable<JsonObject> ListAsync(ListQuery query, CancellationToken cancellationToken) => inner.ListAsync(query, cancellationToken);

    public IAsyncEnumerable<WatchEvent> WatchAsync(ListQuery query, string? resourceVersion, CancellationToken cancellationToken) => inner.WatchAsync(query, resourceVersion, cancellationToken);

    public Task<JsonObject> CreateAsync(JsonObject document, WriteOptions options, CancellationToken cancellationToken) => MutateAsync(options.DryRun, () => inner.CreateAsync(document, options, cancellationToken));

    public Task<JsonObject> ApplyAsync(JsonObject document, ApplyOptions options, CancellationToken cancellationToken) => MutateAsync(options.DryRun, () => inner.ApplyAsync(document, options, cancellationToken));

    public Task<JsonObject> UpdateAsync(JsonObject document, WriteOptions options, CancellationToken cancellationToken) => MutateAsync(options.DryRun, () => inner.UpdateAsync(document, options, cancellationToken));

    public Task<JsonObject> PatchAsync(ObjectKey key, PatchKind kind, JsonNode patch, WriteOptions options, CancellationToken cancellationToken) => MutateAsync(options.DryRun, () => inner.PatchAsync(key, kind, patch, options, cancellationToken));

    public Task<bool> DeleteAsync(ObjectKey key, DeleteOptions options, CancellationToken cancellationToken) => MutateAsync(options.DryRun, () => inner.DeleteAsync(key, options, cancellationToken));

    public Task DeleteCollectionAsync(ListQuery query, DeleteOptions options, CancellationToken cancellationToken) => inner.DeleteCollectionAsync(query, options, cancellationToken);

    public IAsyncEnumerable<LogLine> ReadLogsAsync(LogQuery query, CancellationToken cancellationToken) => inner.ReadLogsAsync(query, cancellationToken);

    public Task<WebSocket> OpenWebSocketAsync(string pathAndQuery, IReadOnlyList<string> subprotocols, CancellationToken cancellationToken) => inner.OpenWebSocketAsync(pathAndQuery, subprotocols, cancellationToken);

    public Task<JsonNode?> SendRawAsync(HttpMethod method, string pathAndQuery, JsonNode? body, CancellationToken cancellationToken) => inner.SendRawAsync(method, pathAndQuery, body, cancellationToken);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<T> MutateAsync<T>(bool dryRun, Func<Task<T>> send)
    {
        if (dryRun)
            return await send();
        var number = Interlocked.Increment(ref count);
        if (number > DiesAt)
            throw new KilledException();
        var result = await send();
        return number == DiesAt ? throw new KilledException() : result;
    }
}
