using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Schema;

namespace OptaPS.Sandbox.Kubernetes.Tables;

/// <summary>The cell functions of built-in kinds.</summary>
internal static class KindCells
{
    public static Func<JsonObject, JsonArray>? Find(Cluster cluster, ResourceKind kind)
    {
        var rows = new CellWriter(cluster);
        return PodCells.Find(rows, kind) ?? WorkloadCells.Find(rows, kind) ?? CoreCells.Find(rows, kind) ?? PolicyCells.Find(rows, kind);
    }
}
