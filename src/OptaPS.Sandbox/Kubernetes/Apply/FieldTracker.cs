using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Objects;
using OptaPS.Sandbox.Kubernetes.Schema;

namespace OptaPS.Sandbox.Kubernetes.Apply;

/// <summary>Keeps metadata.managedFields right over plain writes.</summary>
internal static class FieldTracker
{
    private static readonly string[] Unowned =
    [
        "apiVersion", "kind", "metadata/name", "metadata/namespace", "metadata/creationTimestamp", "metadata/selfLink", "metadata/uid",
        "metadata/clusterName", "metadata/generation", "metadata/managedFields", "metadata/resourceVersion", "metadata/deletionTimestamp", "metadata/deletionGracePeriodSeconds"
    ];

    /// <summary>The fields that nobody owns, as a set.</summary>
    public static FieldSet Ignored { get; } = BuildIgnored();

    public static void TrackUpdate(Cluster cluster, ResourceKind kind, JsonObject? old, JsonObject next, string manager, string subresource)
    {
        // A writer that clears managedFields resets them; anything else keeps what the live object says.
        var reset = next.List("metadata", "managedFields") is { } sent && (sent.Count == 0 || (sent.Count == 1 && sent[0] is JsonObject { Count: 0 }));
        var before = old ?? EmptyObjects.For(kind);
        var live = reset ? new ManagedFields() : ManagedFields.Read(before);
        if (!reset && next.List("metadata", "managedFields") is { Count: > 0 } edited && !JsonWrite.Same(edited, before.At("metadata", "managedFields")))
            live = ManagedFields.Read(next);
        next.Ensure("metadata").Remove("managedFields");
        // An object whose records were cleared stays without until someone applies to it.
        if (old is not null && live.Entries.Count == 0)
            return;
        var schema = SchemaOf(cluster, kind);
        var bare = Bare(before);
        var comparison = FieldComparison.Between(bare, next, schema);
        if (reset)
        {
            live.WriteTo(next);
            return;
        }

        var changed = comparison.Changed.ExceptBelow(Ignored);
        var removed = comparison.Removed;
        foreach (var entry in live.Entries)
            entry.Fields = entry.Fields.Except(removed);
        var apiVersion = kind.GroupVersion;
        var mine = live.Find(manager, "Update", apiVersion, subresource);
        foreach (var entry in live.Entries)
        {
            if (entry != mine && !(entry.Operation == "Apply" && entry.Manager == manager))
                entry.Fields = entry.Fields.Except(changed);
        }

        if (!changed.IsEmpty)
        {
            // What the same manager applied stays owned by the apply entry.
            if (mine is null)
                live.Entries.Add(mine = new ManagedEntry(manager, "Update", apiVersion, subresource));
            var together = mine.Fields.Union(changed);
            mine.Fields = together;
            mine.Time = cluster.Timestamp;
        }

        live.WriteTo(next);
    }

    public static SchemaNode? SchemaOf(Cluster cluster, ResourceKind kind)
    {
        if (kind.Custom is { } custom)
            return custom.Schema;
        return (cluster.Kinds.FindStorage(kind.Storage) ?? kind).Schema;
    }

    /// <summary>Whether two states differ in nothing but managedFields times.</summary>
    public static bool SameExceptTimes(JsonObject before, JsonObject after)
    {
        var left = before.Copy();
        var right = after.Copy();
        foreach (var body in new[] { left, right })
        {
            foreach (var entry in body.Objects("metadata", "managedFields"))
                entry.Remove("time");
        }

        return JsonWrite.Same(left, right);
    }

    public static JsonObject Bare(JsonObject body)
    {
        if (body.At("metadata", "managedFields") is null)
            return body;
        var copy = body.Copy();
        copy.Ensure("metadata").Remove("managedFields");
        return copy;
    }

    private static FieldSet BuildIgnored()
    {
        var set = new FieldSet();
        foreach (var path in Unowned)
        {
            var at = set;
            foreach (var part in path.Split('/'))
                at = at.Child("f:" + part);
            at.IsMember = true;
        }

        return set;
    }
}
