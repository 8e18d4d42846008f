using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Apply;

/// <summary>The entries of metadata.managedFields.</summary>
internal sealed class ManagedFields
{
    public List<ManagedEntry> Entries { get; } = [];

    public static ManagedFields Read(JsonObject? body)
    {
        var result = new ManagedFields();
        foreach (var entry in body.Objects("metadata", "managedFields"))
        {
            result.Entries.Add(new ManagedEntry(
                entry.Text("manager") ?? "", entry.Text("operation") ?? "Update", entry.Text("apiVersion") ?? "", entry.Text("subresource") ?? "")
            {
                Time = entry.Text("time") ?? "",
                Fields = FieldSet.Parse(entry.Map("fieldsV1"))
            });
        }

        return result;
    }

    public ManagedEntry? Find(string manager, string operation, string apiVersion, string subresource) => Entries.Find(entry =>
        entry.Manager == manager && entry.Operation == operation && (operation == "Apply" || entry.ApiVersion == apiVersion) && entry.Subresource == subresource);

    public void WriteTo(JsonObject body)
    {
        Entries.RemoveAll(entry => entry.Fields.IsEmpty && entry.Operation != "Apply");
        Entries.RemoveAll(entry => entry.Fields.IsEmpty);
        var meta = body.Ensure("metadata");
        if (Entries.Count == 0)
        {
            meta.Remove("managedFields");
            return;
        }

        var list = new JsonArray();
        foreach (var entry in Entries.OrderBy(entry => entry.Operation, StringComparer.Ordinal).ThenBy(entry => entry.Time, StringComparer.Ordinal)
            .ThenBy(entry => entry.Manager, StringComparer.Ordinal).ThenBy(entry => entry.ApiVersion, StringComparer.Ordinal).ThenBy(entry => entry.Subresource, StringComparer.Ordinal))
        {
            var item = new JsonObject
            {
                ["manager"] = entry.Manager,
                ["operation"] = entry.Operation,
                ["apiVersion"] = entry.ApiVersion,
                ["fieldsType"] = "FieldsV1",
                ["fieldsV1"] = entry.Fields.Write()
            };
            if (entry.Time.Length > 0)
                item["time"] = entry.Time;
            if (entry.Subresource.Length > 0)
                item["subresource"] = entry.Subresource;
            list.Add(item);
        }

        meta["managedFields"] = list;
    }
}
