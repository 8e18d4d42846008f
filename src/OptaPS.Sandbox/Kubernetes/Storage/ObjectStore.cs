using System.Text.Json.Nodes;
using System.Threading.Channels;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Storage;

/// <summary>
/// The objects of one cluster in memory, with one ever-growing version number, the recent history for watches, and a journal.
/// All writes go through one lock, so readers see them in version order.
/// </summary>
internal sealed class ObjectStore : IAsyncDisposable
{
    private const int HistoryLimit = 20000;
    private readonly Lock gate = new();
    private readonly Dictionary<string, SortedDictionary<ObjectKey, StoredObject>> objects = new(StringComparer.Ordinal);
    private readonly LinkedList<StoreEvent> history = new();
    private readonly List<StoreSubscription> subscriptions = [];
    private readonly Journal journal;
    private long version;
    private long compacted;

    public ObjectStore(string folder)
    {
        journal = new Journal(folder);
        var loaded = journal.Load();
        version = Math.Max(loaded.Version, 1);
        compacted = version;
        foreach (var item in loaded.Objects)
            Table(item.Resource)[item.Key] = item;
        journal.Start(Snapshot);
    }

    public long Version
    {
        get
        {
            lock (gate)
                return version;
        }
    }

    /// <summary>Completes when everything up to now is on disk.</summary>
    public Task FlushedAsync() => journal.FlushedAsync();

    public StoredObject? Get(string resource, string ns, string name)
    {
        lock (gate)
            return objects.TryGetValue(resource, out var table) ? table.GetValueOrDefault(new ObjectKey(ns, name)) : null;
    }

    /// <summary>All objects of a kind, in key order, optionally of one namespace.</summary>
    public IReadOnlyList<StoredObject> List(string resource, string? ns = null) => List(resource, ns, out _);

    public IReadOnlyList<StoredObject> List(string resource, string? ns, out long at)
    {
        lock (gate)
        {
            at = version;
            if (!objects.TryGetValue(resource, out var table))
                return [];
            return string.IsNullOrEmpty(ns) ? [.. table.Values] : [.. table.Values.Where(item => item.Key.Namespace == ns)];
        }
    }

    /// <summary>The state of a kind as it was at an earlier version that history still covers.</summary>
    public IReadOnlyList<StoredObject> ListAt(string resource, string? ns, long at)
    {
        lock (gate)
        {
            if (at < compacted)
                throw new HistoryExpiredException(at, compacted);
            var table = new SortedDictionary<ObjectKey, StoredObject>(objects.TryGetValue(resource, out var now) ? now : []);
            for (var node = history.Last; node is not null && node.Value.Version > at; node = node.Previous)
            {
                if (node.Value.Current.Resource != resource)
                    continue;
                if (node.Value.Previous is { } before)
                    table[before.Key] = before;
                else
                    table.Remove(node.Value.Current.Key);
            }

            return [.. table.Values.Where(item => string.IsNullOrEmpty(ns) || item.Key.Namespace == ns)];
        }
    }

    public IReadOnlyList<string> Resources()
    {
        lock (gate)
            return [.. objects.Where(pair => pair.Value.Count > 0).Select(pair => pair.Key)];
    }

    /// <summary>Stores a body whose predecessor must be <paramref name="expected"/> (null: must not exist). Sets metadata.resourceVersion in the body.</summary>
    public StoredObject Put(string resource, ObjectKey key, JsonObject body, StoredObject? expected)
    {
        lock (gate)
        {
            var table = Table(resource);
            var present = table.GetValueOrDefault(key);
            if (!ReferenceEquals(present, expected))
                throw new WriteConflictException(expected is null ? "exists" : "changed");
            version++;
            body.Ensure("metadata")["resourceVersion"] = version.ToString(System.Globalization.CultureInfo.InvariantCulture);
            var stored = new StoredObject(resource, key, version, body);
            table[key] = stored;
            journal.Append(stored, deleted: false);
            Publish(new StoreEvent(version, present is null ? StoreEventType.Added : StoreEventType.Modified, stored, present));
            return stored;
        }
    }

    /// <summary>Removes an object that must still be <paramref name="expected"/>; returns its last state, with the version of the removal.</summary>
    public StoredObject Remove(StoredObject expected)
    {
        lock (gate)
        {
            var table = Table(expected.Resource);
            if (!ReferenceEquals(table.GetValueOrDefault(expected.Key), expected))
                throw new WriteConflictException("changed");
            version++;
            var last = expected.Body.Copy();
            last.Ensure("metadata")["resourceVersion"] = version.ToString(System.Globalization.CultureInfo.InvariantCulture);
            var stored = new StoredObject(expected.Resource, expected.Key, version, last);
            table.Remove(expected.Key);
            journal.Append(stored, deleted: true);
            Publish(new StoreEvent(version, StoreEventType.Deleted, stored, expected));
            return stored;
        }
    }

    /// <summary>
    /// Subscribes to changes of a kind (null: of all kinds). With <paramref name="since"/> the history after that version comes first.
    /// </summary>
    public StoreSubscription Subscribe(string? resource, long? since)
    {
        lock (gate)
        {
            var subscription = new StoreSubscription(resource, Unsubscribe);
            if (since is { } from)
            {
                if (from < compacted)
                    throw new HistoryExpiredException(from, compacted);
                var node = history.Last;
                while (node is not null && node.Value.Version > from)
                    node = node.Previous;
                for (node = node is null ? history.First : node.Next; node is not null; node = node.Next)
                    subscription.Offer(node.Value);
            }

            subscriptions.Add(subscription);
            return subscription;
        }
    }

    /// <summary>Lists and subscribes at one instant.</summary>
    public (IReadOnlyList<StoredObject> Items, long At, StoreSubscription Changes) ListAndSubscribe(string resource, string? ns)
    {
        lock (gate)
        {
            var items = List(resource, ns, out var at);
            return (items, at, Subscribe(resource, null));
        }
    }

    /// <summary>Forgets history up to now: older versions then answer 410.</summary>
    public void Compact()
    {
        lock (gate)
        {
            history.Clear();
            compacted = version;
        }
    }

    /// <summary>Writes everything as it is at one instant, in the form of a snapshot that no journal follows.</summary>
    public void CopyTo(Stream target)
    {
        var (at, all) = Snapshot(static () => { });
        foreach (var item in all)
            target.Write(JournalRecord.Encode(item, deleted: false));
        target.Write(JournalRecord.EncodeHeader(at, 0));
    }

    public async ValueTask DisposeAsync()
    {
        lock (gate)
        {
            foreach (var subscription in subscriptions)
                subscription.Complete();
            subscriptions.Clear();
        }

        await journal.DisposeAsync();
    }

    private (long Version, IReadOnlyList<StoredObject> Objects) Snapshot(Action rotate)
    {
        lock (gate)
        {
            rotate();
            return (version, [.. objects.Values.SelectMany(table => table.Values)]);
        }
    }

    private SortedDictionary<ObjectKey, StoredObject> Table(string resource)
    {
        if (!objects.TryGetValue(resource, out var table))
            objects[resource] = table = [];
        return table;
    }

    private void Publish(StoreEvent change)
    {
        history.AddLast(change);
        if (history.Count > HistoryLimit)
        {
            compacted = history.First!.Value.Version;
            history.RemoveFirst();
        }

        foreach (var subscription in subscriptions)
            subscription.Offer(change);
    }

    private void Unsubscribe(StoreSubscription subscription)
    {
        lock (gate)
            subscriptions.Remove(subscription);
    }
}
