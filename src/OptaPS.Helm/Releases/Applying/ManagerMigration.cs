using System.Text.Json.Nodes;
using OptaPS.Kubernetes;
using OptaPS.Kubernetes.Objects;
using OptaPS.Kubernetes.Patch;

namespace OptaPS.Helm.Releases.Applying;

/// <summary>
/// Fields that a manager set by create, update and patch stay its own beside those that it applies, so leaving one out of an apply would not remove it.
/// Before the first apply these fields become applied ones, as kubectl and Helm 4 make them.
/// </summary>
internal sealed class ManagerMigration(IKubernetesClient cluster, string manager)
{
    /// <summary>Migrates an object when it must be; returns it as it is then.</summary>
    public async Task<JsonObject> MigrateAsync(ObjectKey key, JsonObject live, CancellationToken cancellationToken)
    {
        if (Migrated(live, manager) is not { } entries)
            return live;
        var patch = new JsonArray(
            new JsonObject { ["op"] = "replace", ["path"] = "/metadata/managedFields", ["value"] = entries },
            new JsonObject { ["op"] = "replace", ["path"] = "/metadata/resourceVersion", ["value"] = live.GetResourceVersion() });
        return await cluster.PatchAsync(key, PatchKind.Json, patch, new WriteOptions { FieldManager = manager }, cancellationToken);
    }

    /// <summary>The entries after the migration; null when there is nothing to migrate.</summary>
    public static JsonArray? Migrated(JsonObject live, string manager)
    {
        if (live["metadata"]?["managedFields"] is not JsonArray entries)
            return null;
        var updates = entries.OfType<JsonObject>().Where(entry => IsOf(entry, manager, "Update")).ToList();
        if (updates.Count == 0)
            return null;

        var fields = new JsonObject();
        foreach (var entry in updates.Concat(entries.OfType<JsonObject>().Where(entry => IsOf(entry, manager, "Apply"))))
            Unite(fields, entry["fieldsV1"] as JsonObject ?? []);
        var applied = (JsonObject)updates[^1].DeepClone();
        applied["operation"] = "Apply";
        applied["fieldsV1"] = fields;
        return
        [
            .. entries.OfType<JsonObject>().Where(entry => !IsOf(entry, manager, "Update") && !IsOf(entry, manager, "Apply")).Select(entry => entry.DeepClone()),
            applied,
        ];
    }

    /// <summary>True when a manager applies the same fields of both.</summary>
    public static bool SameOwners(JsonObject x, JsonObject y, string manager) => JsonNode.DeepEquals(Applied(x, manager), Applied(y, manager));

    private static JsonNode? Applied(JsonObject live, string manager) =>
        (live["metadata"]?["managedFields"] as JsonArray)?.OfType<JsonObject>().FirstOrDefault(entry => IsOf(entry, manager, "Apply"))?["fieldsV1"];

    private static bool IsOf(JsonObject entry, string manager, string operation) =>
        entry.Text("manager") == manager && entry.Text("operation") == operation && entry.Text("subresource") is null or "";

    private static void Unite(JsonObject into, JsonObject from)
    {
        foreach (var (name, value) in from)
        {
            if (into[name] is JsonObject known)
                Unite(known, value as JsonObject ?? []);
            else
                into[name] = value?.DeepClone();
        }
    }
}
