using System.Text.Json.Nodes;
using OptaPS.Kubernetes.Objects;

namespace OptaPS.Kubernetes.Apply;

/// <summary>Reads <c>metadata.managedFields</c> of a live object.</summary>
public static class ManagedFields
{
    /// <summary>The fields that a manager owns by server-side apply, in the server's <c>FieldsV1</c> form; null when it owns none.</summary>
    public static JsonObject? OwnedBy(JsonObject live, string manager) =>
        Entries(live).FirstOrDefault(entry => entry.Text("manager") == manager && entry.Text("operation") == "Apply" && string.IsNullOrEmpty(entry.Text("subresource")))?["fieldsV1"] as JsonObject;

    /// <summary>All entries.</summary>
    public static IEnumerable<JsonObject> Entries(JsonObject live) => (live["metadata"]?["managedFields"] as JsonArray ?? []).OfType<JsonObject>();
}
