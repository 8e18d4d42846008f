using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using OptaPS.Diagnostics;
using OptaPS.Engine.Providers;
using OptaPS.Kubernetes.Connections;

namespace OptaPS.Kubernetes;

/// <summary>Makes clients of connections, and keeps one per connection until it is disposed itself.</summary>
/// <param name="sources">Token sources of the clouds.</param>
/// <param name="environment">What is taken from the process around.</param>
/// <param name="time">The clock.</param>
public sealed class KubernetesClientFactory(IEnumerable<ICredentialSource> sources, ClientEnvironment environment, TimeProvider time) : IAsyncDisposable
{
    private readonly ConnectionResolver resolver = new([.. sources], environment, time);
    private readonly ConcurrentDictionary<string, Lazy<Task<IKubernetesClient>>> clients = new(StringComparer.Ordinal);

    /// <summary>The client of a connection document (<see cref="ClusterConnection"/>). No call to the cluster is made here. Do not dispose it.</summary>
    /// <exception cref="OptaException">The document, the kubeconfig or a file it names is not usable.</exception>
    public Task<IKubernetesClient> GetAsync(JsonObject connection, CancellationToken cancellationToken) => GetAsync(ClusterConnection.Parse(connection), cancellationToken);

    /// <summary>The client of a connection. Do not dispose it.</summary>
    /// <exception cref="OptaException">The kubeconfig or a file it names is not usable.</exception>
    public async Task<IKubernetesClient> GetAsync(ClusterConnection connection, CancellationToken cancellationToken)
    {
        var key = connection.ToJson().ToJsonString();
        var entry = clients.GetOrAdd(key, _ => new(() => MakeAsync(connection)));
        try
        {
            return await entry.Value.WaitAsync(cancellationToken);
        }
        catch (OptaException)
        {
            // A repaired file is read again at the next call.
            clients.TryRemove(KeyValuePair.Create(key, entry));
            throw;
        }
    }

    /// <summary>The clients made so far.</summary>
    internal async Task<IReadOnlyList<IKubernetesClient>> OpenClientsAsync()
    {
        var open = new List<IKubernetesClient>();
        foreach (var entry in clients.Values)
            if (entry.IsValueCreated && entry.Value.IsCompletedSuccessfully)
                open.Add(await entry.Value);
        return open;
    }

    /// <summary>Closes all clients.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var client in await OpenClientsAsync())
            await client.DisposeAsync();
        clients.Clear();
    }

    private async Task<IKubernetesClient> MakeAsync(ClusterConnection connection) =>
        new KubernetesClient(await resolver.ResolveAsync(connection, CancellationToken.None), environment, time);
}
