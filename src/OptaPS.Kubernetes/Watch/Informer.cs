using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using OptaPS.Kubernetes.Http;
using OptaPS.Kubernetes.Objects;

namespace OptaPS.Kubernetes.Watch;

/// <summary>
/// Keeps a copy of a collection up to date: lists, watches, resumes after lost connections and lists again when the history is gone, without a
/// missed, doubled or reordered change. Changes are handed over one at a time.
/// </summary>
/// <param name="client">The cluster.</param>
/// <param name="query">The collection.</param>
/// <param name="time">The clock.</param>
public sealed class Informer(IKubernetesClient client, ListQuery query, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private readonly ConcurrentDictionary<string, JsonObject> store = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource synced = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string? resourceVersion;

    /// <summary>Ends when the first list is in the store.</summary>
    public Task Synced => synced.Task;

    /// <summary>The objects as last seen.</summary>
    public IReadOnlyCollection<JsonObject> Objects => [.. store.Values];

    /// <summary>One object as last seen, or null.</summary>
    public JsonObject? Get(string? @namespace, string name) => store.GetValueOrDefault(KeyOf(@namespace, name));

    /// <summary>Runs until cancelled, or until the server refuses for good (rights, credentials).</summary>
    /// <param name="onChange">Receives every change after it is in the store; changes found by listing again come as Added, Modified and Deleted, too.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="KubernetesException">The server refuses for good.</exception>
    public async Task RunAsync(Func<WatchEvent, CancellationToken, Task> onChange, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await FollowAsync(onChange, cancellationToken);
            }
            catch (KubernetesException exception) when (exception.Failure == KubernetesFailure.Expired)
            {
                resourceVersion = null;
            }
            catch (KubernetesException exception) when (exception.Failure is KubernetesFailure.Unreachable or KubernetesFailure.ConnectionLost or KubernetesFailure.Timeout or KubernetesFailure.Server or KubernetesFailure.Throttled)
            {
                await Task.Delay(exception.RetryAfter ?? Pause, time, cancellationToken);
            }
            catch (Exception exception) when (exception is KubernetesException or OperationCanceledException)
            {
                synced.TrySetException(exception);
                throw;
            }
        }
    }

    private async Task FollowAsync(Func<WatchEvent, CancellationToken, Task> onChange, CancellationToken cancellationToken)
    {
        Dictionary<string, JsonObject>? listed = resourceVersion is null ? new(StringComparer.Ordinal) : null;
        await foreach (var change in client.WatchAsync(query, resourceVersion, cancellationToken))
        {
            if (listed is not null && change.Type == WatchEventType.Added)
            {
                listed[KeyOf(change.Object)] = change.Object;
                continue;
            }

            if (listed is not null)
            {
                await ReplaceAsync(listed, onChange, cancellationToken);
                listed = null;
                synced.TrySetResult();
            }

            resourceVersion = change.Object.GetResourceVersion() ?? resourceVersion;
            if (change.Type != WatchEventType.Bookmark)
                await TakeAsync(change, onChange, cancellationToken);
        }
    }

    private async Task ReplaceAsync(Dictionary<string, JsonObject> listed, Func<WatchEvent, CancellationToken, Task> onChange, CancellationToken cancellationToken)
    {
        foreach (var (key, known) in store)
            if (!listed.ContainsKey(key))
                await TakeAsync(new(WatchEventType.Deleted, known), onChange, cancellationToken);
        foreach (var item in listed.Values)
            await TakeAsync(new(WatchEventType.Added, item), onChange, cancellationToken);
    }

    // Told as what it is compared with the store: a list that went on after its history had gone may overlap with the watch behind it.
    private async Task TakeAsync(WatchEvent change, Func<WatchEvent, CancellationToken, Task> onChange, CancellationToken cancellationToken)
    {
        var key = KeyOf(change.Object);
        var known = store.GetValueOrDefault(key);
        if (known is not null && (change.Type == WatchEventType.Deleted || known.GetUid() != change.Object.GetUid()))
        {
            store.TryRemove(key, out _);
            await onChange(new(WatchEventType.Deleted, change.Type == WatchEventType.Deleted ? change.Object : known), cancellationToken);
            known = null;
        }

        if (change.Type == WatchEventType.Deleted || known?.GetResourceVersion() == change.Object.GetResourceVersion())
            return;
        store[key] = change.Object;
        await onChange(change with { Type = known is null ? WatchEventType.Added : WatchEventType.Modified }, cancellationToken);
    }

    private static string KeyOf(JsonObject item) => KeyOf(item.GetNamespace(), item.GetName());

    private static string KeyOf(string? @namespace, string name) => $"{@namespace}/{name}";
}
