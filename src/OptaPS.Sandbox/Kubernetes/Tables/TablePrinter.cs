using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Schema;

namespace OptaPS.Sandbox.Kubernetes.Tables;

/// <summary>The columns of a kind and the cells of an object, as <c>kubectl get</c> shows them.</summary>
internal sealed class TablePrinter(JsonArray columns, Func<JsonObject, JsonArray> cells)
{
    public static TablePrinter For(Cluster cluster, ResourceKind kind)
    {
        if (kind.Custom is { } custom)
            return CustomColumns.Printer(cluster, custom);
        if (DataFiles.Columns[kind.GroupVersion + "/" + kind.Kind] is JsonArray known && KindCells.Find(cluster, kind) is { } write)
            return new TablePrinter(known, write);
        return new TablePrinter(DefaultColumns.Definitions(), body => DefaultColumns.Cells(cluster, body)) { IsPlain = true };
    }

    /// <summary>Whether the kind has no columns of its own.</summary>
    public bool IsPlain { get; private init; }

    public JsonArray Columns() => columns.DeepClone().AsArray();

    public IEnumerable<JsonObject> Rows(JsonObject body)
    {
        var row = new JsonObject { ["cells"] = cells(body) };
        if (body.Text("kind") == "Pod" && body.Text("status", "phase") is { } phase and ("Succeeded" or "Failed"))
        {
            row["conditions"] = new JsonArray(new JsonObject
            {
                ["type"] = "Completed",
                ["status"] = "True",
                ["reason"] = phase,
                ["message"] = phase == "Failed" ? "The pod failed." : "The pod has completed successfully."
            });
        }

        yield return row;
    }
}
