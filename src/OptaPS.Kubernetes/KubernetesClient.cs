using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using OptaPS.Kubernetes.Apply;
using OptaPS.Kubernetes.Connections;
using OptaPS.Kubernetes.Discovery;
using OptaPS.Kubernetes.Http;
using OptaPS.Kubernetes.Logs;
using OptaPS.Kubernetes.Objects;
using OptaPS.Kubernetes.Patch;
using OptaPS.Kubernetes.Streams;
using OptaPS.Kubernetes.Watch;

namespace OptaPS.Kubernetes;

/// <summary>The client over https: puts the readers and writers of each folder together.</summary>
internal sealed class KubernetesClient : IKubernetesClient
{
    private readonly ClusterTransport transport;
    private readonly RequestSender sender;
    private readonly DiscoveryCache discovery;
    private readonly ObjectReader reader;
    private readonly ObjectWriter writer;
    private readonly Watcher watcher;
    private ServerVersion? version;

    public KubernetesClient(ConnectionSettings settings, ClientEnvironment environment, TimeProvider time)
    {
        DefaultNamespace = settings.DefaultNamespace;
        transport = new(settings, environment, time);
        sender = new(transport, new(environment.MaxAttempts), environment.RequestTimeout, time);
        discovery = new(new(sender), time);
        reader = new(sender, discovery, DefaultNamespace);
        writer = new(sender, discovery, DefaultNamespace);
        watcher = new(sender, discovery, reader, time);
    }

    public Uri Endpoint => transport.Endpoint;

    public string DefaultNamespace { get; }

    public TimeSpan ServerAhead => sender.ServerAhead;

    public async Task<ServerVersion> GetVersionAsync(CancellationToken cancellationToken) =>
        version ??= VersionReader.Read(await SendRawAsync(HttpMethod.Get, "/version", null, cancellationToken));

    public Task<IReadOnlyList<ApiResource>> DiscoverAsync(CancellationToken cancellationToken) => discovery.AllAsync(cancellationToken);

    public Task<ApiResource> ResolveAsync(GroupVersionKind kind, CancellationToken cancellationToken) => discovery.ResolveAsync(kind, cancellationToken);

    public Task<IReadOnlyList<ApiResource>> ResolveNameAsync(string name, CancellationToken cancellationToken) => discovery.ResolveNameAsync(name, cancellationToken);

    public void ForgetDiscovery() => discovery.Forget();

    public Task<JsonObject?> GetAsync(ObjectKey key, CancellationToken cancellationToken, string? subresource = null) => reader.GetAsync(key, subresource, cancellationToken);

    public IAsyncEnumerable<JsonObject> ListAsync(ListQuery query, CancellationToken cancellationToken) => reader.ListAsync(query, cancellationToken);

    public IAsyncEnumerable<TableRow> ListRowsAsync(ListQuery query, CancellationToken cancellationToken) => reader.ListRowsAsync(query, cancellationToken);

    public IAsyncEnumerable<WatchEvent> WatchAsync(ListQuery query, string? resourceVersion, CancellationToken cancellationToken) => watcher.WatchAsync(query, resourceVersion, cancellationToken);

    public Task<JsonObject> CreateAsync(JsonObject document, WriteOptions options, CancellationToken cancellationToken) => writer.CreateAsync(document, options, cancellationToken);

    public Task<JsonObject> ApplyAsync(JsonObject document, ApplyOptions options, CancellationToken cancellationToken) => writer.ApplyAsync(document, options, cancellationToken);

    public Task<JsonObject> UpdateAsync(JsonObject document, WriteOptions options, CancellationToken cancellationToken) => writer.UpdateAsync(document, options, cancellationToken);

    public Task<JsonObject> PatchAsync(ObjectKey key, PatchKind kind, JsonNode patch, WriteOptions options, CancellationToken cancellationToken) =>
        writer.PatchAsync(key, kind, patch, options, cancellationToken);

    public Task<bool> DeleteAsync(ObjectKey key, DeleteOptions options, CancellationToken cancellationToken) => writer.DeleteAsync(key, options, cancellationToken);

    public Task DeleteCollectionAsync(ListQuery query, DeleteOptions options, CancellationToken cancellationToken) => writer.DeleteCollectionAsync(query, options, cancellationToken);

    public IAsyncEnumerable<LogLine> ReadLogsAsync(LogQuery query, CancellationToken cancellationToken) => new LogReader(sender).ReadAsync(query, cancellationToken);

    public Task<WebSocket> OpenWebSocketAsync(string pathAndQuery, IReadOnlyList<string> subprotocols, CancellationToken cancellationToken) =>
        WebSocketOpener.OpenAsync(transport, pathAndQuery, subprotocols, cancellationToken);

    public Task<JsonNode?> SendRawAsync(HttpMethod method, string pathAndQuery, JsonNode? body, CancellationToken cancellationToken) => sender.SendAsync(
        new(method, pathAndQuery)
        {
            Verb = method.Method.ToLowerInvariant(),
            Body = body is null ? null : Encoding.UTF8.GetBytes(body.ToJsonString()),
            Repeatable = method != HttpMethod.Post && method != HttpMethod.Patch,
        },
        cancellationToken);

    public ValueTask DisposeAsync()
    {
        discovery.Dispose();
        transport.Dispose();
        return ValueTask.CompletedTask;
    }
}
