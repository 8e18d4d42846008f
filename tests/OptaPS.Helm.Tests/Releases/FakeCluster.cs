using System.Globalization;
using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using OptaPS.Kubernetes;
using OptaPS.Kubernetes.Apply;
using OptaPS.Kubernetes.Discovery;
using OptaPS.Kubernetes.Http;
using OptaPS.Kubernetes.Logs;
using OptaPS.Kubernetes.Objects;
using OptaPS.Kubernetes.Patch;
using OptaPS.Kubernetes.Watch;

namespace OptaPS.Helm.Tests.Releases;

/// <summary>A cluster in memory: enough of apply, patch and conflict rules to test release operations without a server.</summary>
internal sealed class FakeCluster : IKubernetesClient
{
    private readonly Lock gate = new();
    private readonly Dictionary<(string Manager, ObjectKey Key), JsonObject> applied = [];
    private int version = 100;

    public Dictionary<ObjectKey, JsonObject> Objects { get; } = [];

    public List<ApiResource> Served { get; } =
    [
        Kind("", "v1", "Namespace", false), Kind("", "v1", "Secret"), Kind("", "v1", "ConfigMap"), Kind("", "v1", "Service"), Kind("", "v1", "Pod"),
        Kind("apps", "v1", "Deployment"), Kind("batch", "v1", "Job"), Kind("policy", "v1", "PodDisruptionBudget"),
        Kind("networking.k8s.io", "v1", "Ingress"), Kind("apiextensions.k8s.io", "v1", "CustomResourceDefinition", false),
    ];

    /// <summary>Requests that changed something (dry runs left out), in order.</summary>
    public List<string> Mutations { get; } = [];

    /// <summary>The process dies at this mutation: neither it nor anything after it happens.</summary>
    public int DiesAt { get; set; } = int.MaxValue;

    /// <summary>True: the mutation at <see cref="DiesAt"/> still takes effect, but its answer is lost.</summary>
    public bool AnswerLost { get; set; }

    /// <summary>Called when an object was written, as controllers are.</summary>
    public Action<FakeCluster, JsonObject>? Controller { get; set; }

    /// <summary>The server's refusal of a write, or null.</summary>
    public Func<string, JsonObject, KubernetesException?>? Refuses { get; set; }

    public int DryRuns { get; private set; }

    public Uri Endpoint { get; } = new("https://fake.test");

    public string DefaultNamespace => "default";

    public static ApiResource Kind(string group, string version, string kind, bool namespaced = true) =>
        new(new GroupVersionKind(group, version, kind), kind.ToLowerInvariant() + "s", namespaced);

    public Task<ServerVersion> GetVersionAsync(CancellationToken cancellationToken) => Task.FromResult(new ServerVersion("v1.33.1", 1, 33));

    public Task<IReadOnlyList<ApiResource>> DiscoverAsync(CancellationToken cancellationToken)
    {
        lock (gate)
        {
            var custom = Objects.Values.Where(found => found.Text("kind") == "CustomResourceDefinition").Select(found => Kind(
                found.TextAt("spec", "group")!, found["spec"]!["versions"]![0]!["name"]!.GetValue<string>(), found.TextAt("spec", "names", "kind")!, found.TextAt("spec", "scope") != "Cluster"));
            return Task.FromResult<IReadOnlyList<ApiResource>>([.. Served, .. custom]);
        }
    }

    public async Task<ApiResource> ResolveAsync(GroupVersionKind kind, CancellationToken cancellationToken) =>
        (await DiscoverAsync(cancellationToken)).FirstOrDefault(resource => resource.Kind == kind)
        ?? throw new KubernetesException(KubernetesFailure.UnknownKind, $"no {kind}");

    public Task<IReadOnlyList<ApiResource>> ResolveNameAsync(string name, CancellationToken cancellationToken) => throw new NotSupportedException();

    public void ForgetDiscovery()
    {
    }

    public Task<JsonObject?> GetAsync(ObjectKey key, CancellationToken cancellationToken, string? subresource = null)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (gate)
            return Task.FromResult((JsonObject?)Objects.GetValueOrDefault(key)?.DeepClone());
    }

    public async IAsyncEnumerable<JsonObject> ListAsync(ListQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Yield();
        List<JsonObject> found;
        lock (gate)
        {
            found = [.. Objects.Where(entry => entry.Key.Kind == query.Kind && (query.Namespace is null || entry.Key.Namespace == query.Namespace)).Select(entry => (JsonObject)entry.Value.DeepClone())];
        }

        foreach (var item in found)
        {
            if (query.LabelSelector?.Split(',').All(term => term.Split('=') is [var name, var value] && item.GetLabel(name) == value) != false)
                yield return item;
        }
    }

    public IAsyncEnumerable<WatchEvent> WatchAsync(ListQuery query, string? resourceVersion, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<JsonObject> CreateAsync(JsonObject document, WriteOptions options, CancellationToken cancellationToken) => Mutate($"POST {ObjectKey.Of(document)}", options.DryRun, cancellationToken, () =>
    {
        var key = KeyOf(document);
        return Objects.ContainsKey(key)
            ? throw new KubernetesException(KubernetesFailure.AlreadyExists, $"{key} exists") { Object = key.ToString() }
            : (key, (JsonObject)document.DeepClone());
    });

    public Task<JsonObject> ApplyAsync(JsonObject document, ApplyOptions options, CancellationToken cancellationToken) => Mutate($"APPLY {ObjectKey.Of(document)}", options.DryRun, cancellationToken, () =>
    {
        if (Refuses?.Invoke("APPLY", document) is { } refusal)
            throw refusal;
        var key = KeyOf(document);
        var live = Objects.GetValueOrDefault(key);
        var conflicts = applied.Where(entry => entry.Key.Key == key && entry.Key.Manager != options.FieldManager)
            .SelectMany(entry => Conflicts(entry.Key.Manager, "", entry.Value, document, live)).ToList();
        if (conflicts.Count > 0 && !options.Force)
            throw new KubernetesException(KubernetesFailure.Conflict, "apply conflict") { Status = 409, Cause = "Apply failed with conflicts", Causes = conflicts };
        var before = applied.GetValueOrDefault((options.FieldManager, key));
        var merged = live is null ? (JsonObject)document.DeepClone() : Merge((JsonObject)live.DeepClone(), document, before);
        if (!options.DryRun)
            applied[(options.FieldManager, key)] = (JsonObject)document.DeepClone();
        return (key, merged);
    });

    public Task<JsonObject> UpdateAsync(JsonObject document, WriteOptions options, CancellationToken cancellationToken) => Mutate($"PUT {ObjectKey.Of(document)}", options.DryRun, cancellationToken, () =>
    {
        var key = KeyOf(document);
        CheckVersion(key, document);
        return (key, (JsonObject)document.DeepClone());
    });

    public Task<JsonObject> PatchAsync(ObjectKey key, PatchKind kind, JsonNode patch, WriteOptions options, CancellationToken cancellationToken) => Mutate($"PATCH {key}", options.DryRun, cancellationToken, () =>
    {
        Assert.Equal(PatchKind.Merge, kind);
        CheckVersion(key, (JsonObject)patch);
        var merged = (JsonObject)Objects[key].DeepClone();
        MergePatch(merged, (JsonObject)patch);
        return (key, merged);
    });

    public Task<bool> DeleteAsync(ObjectKey key, DeleteOptions options, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (gate)
        {
            Count($"DELETE {key}");
            var existed = Objects.Remove(key);
            foreach (var entry in applied.Keys.Where(entry => entry.Key == key).ToList())
                applied.Remove(entry);
            Answer();
            return Task.FromResult(existed);
        }
    }

    public Task DeleteCollectionAsync(ListQuery query, DeleteOptions options, CancellationToken cancellationToken) => throw new NotSupportedException();

    public IAsyncEnumerable<LogLine> ReadLogsAsync(LogQuery query, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<WebSocket> OpenWebSocketAsync(string pathAndQuery, IReadOnlyList<string> subprotocols, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<JsonNode?> SendRawAsync(HttpMethod method, string pathAndQuery, JsonNode? body, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Somebody else writes fields, as manager.</summary>
    public void Edit(string manager, ObjectKey key, JsonObject fields)
    {
        MergePatch(Objects[key], fields);
        var own = applied.GetValueOrDefault((manager, key)) ?? [];
        MergePatch(own, fields);
        applied[(manager, key)] = own;
    }

    public JsonObject this[string kind, string name] => Objects.First(entry => entry.Key.Kind.Kind == kind && entry.Key.Name == name).Value;

    public bool Has(string kind, string name) => Objects.Keys.Any(key => key.Kind.Kind == kind && key.Name == name);

    private Task<JsonObject> Mutate(string what, bool dryRun, CancellationToken cancellationToken, Func<(ObjectKey Key, JsonObject Result)> change)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (gate)
        {
            if (dryRun)
                DryRuns++;
            else
                Count(what);
            var (key, result) = change();
            result["metadata"]!["resourceVersion"] = (dryRun ? version : ++version).ToString(CultureInfo.InvariantCulture);
            result["metadata"]!["uid"] ??= Guid.NewGuid().ToString();
            if (!dryRun)
            {
                Objects[key] = result;
                Controller?.Invoke(this, result);
                Answer();
            }

            return Task.FromResult((JsonObject)result.DeepClone());
        }
    }

    private void Count(string what)
    {
        if (Mutations.Count >= DiesAt || (Mutations.Count == DiesAt - 1 && !AnswerLost))
            throw new KilledException();
        Mutations.Add(what);
    }

    private void Answer()
    {
        if (Mutations.Count >= DiesAt)
            throw new KilledException();
    }

    private void CheckVersion(ObjectKey key, JsonObject document)
    {
        if (!Objects.TryGetValue(key, out var live))
            throw new KubernetesException(KubernetesFailure.NotFound, $"{key} not found");
        if (document["metadata"]?["resourceVersion"]?.GetValue<string>() is { } wanted && wanted != live.GetResourceVersion())
            throw new KubernetesException(KubernetesFailure.Conflict, $"{key} was modified");
    }

    private static ObjectKey KeyOf(JsonObject document) => ObjectKey.Of(document);

    private static IEnumerable<StatusCause> Conflicts(string manager, string path, JsonObject owned, JsonObject wanted, JsonObject? live)
    {
        foreach (var (name, value) in owned)
        {
            if (!wanted.TryGetPropertyValue(name, out var other))
                continue;
            if (value is JsonObject x && other is JsonObject y)
            {
                foreach (var inner in Conflicts(manager, $"{path}.{name}", x, y, live?[name] as JsonObject))
                    yield return inner;
            }
            else if (!JsonNode.DeepEquals(live?[name], other))
                yield return new StatusCause("FieldManagerConflict", $"{path}.{name}", $"conflict with \"{manager}\" using v1");
        }
    }

    private static JsonObject Merge(JsonObject live, JsonObject wanted, JsonObject? before)
    {
        foreach (var (name, value) in wanted)
            live[name] = live[name] is JsonObject x && value is JsonObject y ? Merge((JsonObject)x.DeepClone(), y, before?[name] as JsonObject) : value?.DeepClone();
        foreach (var (name, _) in before ?? [])
        {
            if (!wanted.ContainsKey(name))
                live.Remove(name);
        }

        return live;
    }

    private static void MergePatch(JsonObject target, JsonObject patch)
    {
        foreach (var (name, value) in patch)
        {
            if (value is null)
                target.Remove(name);
            else if (value is JsonObject inner && target[name] is JsonObject members)
                MergePatch(members, inner);
            else
                target[name] = value.DeepClone();
        }
    }
}

/// <summary>The process is gone: no product code may catch this.</summary>
internal sealed class KilledException() : Exception("killed");
