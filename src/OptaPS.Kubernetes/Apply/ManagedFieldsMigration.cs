using System.Text.Json.Nodes;
using OptaPS.Kubernetes.Objects;
using OptaPS.Kubernetes.Patch;

namespace OptaPS.Kubernetes.Apply;

/// <summary>
/// Moves ownership that client-side writes left behind (<c>Update</c> entries) to a server-side apply manager, so that fields which a later
/// apply leaves out are really removed.
/// </summary>
public static class ManagedFieldsMigration
{
    /// <summary>The annotation of <c>kubectl apply</c>; it goes with the ownership.</summary>
    public const string LastApplied = "kubectl.kubernetes.io/last-applied-configuration";

    /// <summary>The manager of <c>kubectl apply</c> without <c>--server-side</c>.</summary>
    public static readonly IReadOnlyCollection<string> Kubectl = ["kubectl-client-side-apply"];

    /// <summary>The JSON Patch that migrates, or null when there is nothing to migrate. It fails with a conflict when the object has changed since.</summary>
    /// <param name="live">The live object with its managedFields.</param>
    /// <param name="manager">The manager that will apply.</param>
    /// <param name="clientSide">Managers whose <c>Update</c> entries are taken over, for example <c>kubectl-client-side-apply</c> and <c>helm</c>.</param>
    public static JsonArray? Compute(JsonObject live, string manager, IReadOnlyCollection<string> clientSide)
    {
        var entries = ManagedFields.Entries(live).ToList();
        var old = entries.Where(entry => IsClientSide(entry, clientSide)).ToList();
        if (old.Count == 0)
            return null;
        var applied = entries.FirstOrDefault(entry => entry.Text("manager") == manager && entry.Text("operation") == "Apply" && string.IsNullOrEmpty(entry.Text("subresource")));
        var target = (JsonObject)(applied ?? old[0]).DeepClone();
        target["manager"] = manager;
        target["operation"] = "Apply";
        var fields = target["fieldsV1"] as JsonObject ?? [];
        foreach (var entry in old)
            FieldsUnion.Add(fields, entry["fieldsV1"] as JsonObject ?? []);
        FieldsUnion.Remove(fields, "f:metadata", "f:annotations", "f:" + LastApplied);
        if (fields.Parent is null)
            target["fieldsV1"] = fields;
        var rest = entries.Where(entry => entry != applied && !old.Contains(entry)).Select(entry => (JsonNode?)entry.DeepClone());
        var patch = new JsonArray(
            new JsonObject { ["op"] = "replace", ["path"] = "/metadata/managedFields", ["value"] = new JsonArray([target, .. rest]) },
            new JsonObject { ["op"] = "replace", ["path"] = "/metadata/resourceVersion", ["value"] = live.GetResourceVersion() });
        if (live.GetAnnotation(LastApplied) is not null && clientSide.Contains("kubectl-client-side-apply"))
            patch.Add(new JsonObject { ["op"] = "remove", ["path"] = "/metadata/annotations/" + LastApplied.Replace("/", "~1", StringComparison.Ordinal) });
        return patch;
    }

    /// <summary>Migrates an object; returns it as it is afterwards.</summary>
    public static async Task<JsonObject> MigrateAsync(IKubernetesClient client, JsonObject live, string manager, IReadOnlyCollection<string> clientSide, CancellationToken cancellationToken) =>
        Compute(live, manager, clientSide) is { } patch
            ? await client.PatchAsync(ObjectKey.Of(live), PatchKind.Json, patch, new WriteOptions { FieldManager = manager }, cancellationToken)
            : live;

    private static bool IsClientSide(JsonObject entry, IReadOnlyCollection<string> clientSide) =>
        entry.Text("operation") == "Update" && string.IsNullOrEmpty(entry.Text("subresource")) && entry.Text("manager") is { } name && clientSide.Contains(name);
}
