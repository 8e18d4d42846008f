using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Schema;

namespace OptaPS.Sandbox.Kubernetes.Apply;

/// <summary>Server-side apply: merges a configuration into the live object, with ownership and conflicts.</summary>
internal sealed class Applier(Cluster cluster, ResourceKind kind, string manager, string subresource, bool force, Func<JsonObject, JsonObject> decode)
{
    /// <summary>The configuration as the client sent it, for kubectl's record.</summary>
    public JsonObject? Sent { get; init; }

    private readonly SchemaNode? schema = FieldTracker.SchemaOf(cluster, kind);

    /// <summary>The next state (with managedFields), given the live one (null: it does not exist).</summary>
    public JsonObject Apply(JsonObject? live, JsonObject config)
    {
        var current = live is null ? [] : FieldTracker.Bare(live);
        var managed = ManagedFields.Read(live);
        if (live is not null && managed.Entries.Count == 0)
            managed.Entries.Add(Unknown(current));
        var mine = managed.Find(manager, "Apply", kind.GroupVersion, subresource);
        var applied = FieldSetBuilder.FromObject(config, schema);
        applied = applied.ExceptBelow(FieldTracker.Ignored);
        var merged = decode((JsonObject)ApplyMerge.Merge(current, config, schema)!);
        var previous = mine?.Fields ?? new FieldSet();
        Conflicts(managed, mine, current, merged, applied);
        Prune(merged, managed, mine, previous.Except(applied.WithParents()));
        var comparison = FieldComparison.Between(current, merged, schema);
        var changed = comparison.Changed.ExceptBelow(FieldTracker.Ignored);
        foreach (var entry in managed.Entries.Where(entry => entry != mine))
        {
            entry.Fields = entry.Fields.Except(comparison.Removed.Except(applied)).Except(changed);
        }

        if (mine is null)
            managed.Entries.Add(mine = new ManagedEntry(manager, "Apply", kind.GroupVersion, subresource));
        mine.Fields = applied;
        mine.ApiVersion = kind.GroupVersion;
        // An apply that leaves the object as it is leaves no time behind.
        if (live is null || !changed.IsEmpty || !comparison.Removed.IsEmpty)
            mine.Time = cluster.Timestamp;
        LastApplied(merged, config);
        managed.WriteTo(merged);
        return merged;
    }

    /// <summary>All that an object without records of ownership holds.</summary>
    private ManagedEntry Unknown(JsonObject current) => new("before-first-apply", "Update", kind.GroupVersion, "")
    {
        Fields = FieldComparison.Between([], Owned(current), schema).Added.ExceptBelow(FieldTracker.Ignored),
        Time = cluster.Timestamp
    };

    /// <summary>An object without metadata when no one can own any of it.</summary>
    private static JsonObject Owned(JsonObject current)
    {
        var shown = current.Copy();
        if (shown.Map("metadata") is { } metadata && !metadata.Any(pair => pair.Key is "labels" or "annotations" or "finalizers" or "ownerReferences"))
            shown.Remove("metadata");
        return shown;
    }

    /// <summary>kubectl's own record of what it applied is kept up to date where there is one.</summary>
    private void LastApplied(JsonObject merged, JsonObject config)
    {
        const string record = "kubectl.kubernetes.io/last-applied-configuration";
        if (manager == "kubectl" && subresource.Length == 0 && merged.Annotation(record) is not null)
            merged.Ensure("metadata", "annotations")[record] = JsonText.ToText(Sorted(Sent ?? config)) + "\n";
    }

    private static JsonNode? Sorted(JsonNode? value) => value switch
    {
        JsonObject map => new JsonObject(map.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => KeyValuePair.Create(pair.Key, Sorted(pair.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Sorted)]),
        _ => value?.DeepClone()
    };

    private void Conflicts(ManagedFields managed, ManagedEntry? mine, JsonObject current, JsonObject merged, FieldSet applied)
    {
        var changed = FieldComparison.Between(current, merged, schema).Changed;
        var conflicts = managed.Entries.Where(entry => entry != mine)
            .Select(entry => (Entry: entry, Fields: entry.Fields.Intersect(changed).Intersect(applied)))
            .Where(conflict => !conflict.Fields.IsEmpty).ToList();
        if (conflicts.Count == 0)
            return;
        if (force)
        {
            foreach (var (entry, fields) in conflicts)
                entry.Fields = entry.Fields.Except(fields);
            return;
        }

        throw ApplyConflict.Create(conflicts);
    }

    /// <summary>Removes what this manager applied before and no longer does, unless someone else owns it or something in it.</summary>
    private void Prune(JsonObject merged, ManagedFields managed, ManagedEntry? mine, FieldSet dropped)
    {
        var others = new FieldSet();
        foreach (var entry in managed.Entries.Where(entry => entry != mine))
            others = others.Union(entry.Fields);
        ApplyMerge.Remove(merged, dropped, others, schema);
    }
}
