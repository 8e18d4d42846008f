using System.Globalization;
using System.Text.Json.Nodes;
using OptaPS.Kubernetes.Objects;
using OptaPS.Kubernetes.Readiness;
using OptaPS.Objects;
using OptaPS.Operations.Releases;
using OptaPS.Requests;

namespace OptaPS.Operations.Clusters;

/// <summary>Objects of a cluster as fronts show them.</summary>
internal static class KubeResourceViews
{
    private const string Hidden = "(hidden)";
    private const string LastApplied = "kubectl.kubernetes.io/last-applied-configuration";

    public static KubeResource Of(TableRow row, ClusterAccess access, GetKubeResourceRequest request)
    {
        var item = row.Object;
        var kind = item.GetKind();
        var verdict = ReadinessChecker.Check(item);
        if (!request.IncludeManagedFields)
            (item["metadata"] as JsonObject)?.Remove("managedFields");
        if (kind is { Group: "", Kind: "Secret" } && !request.IncludeSecretData)
            Hide(item);
        return new KubeResource(access.EnvironmentName, kind.Kind, kind.ApiVersion, item.GetNamespace(), item.GetName())
        {
            Status = verdict.State.ToString(),
            Reason = verdict.Reason,
            Created = DateTimeOffset.TryParse(item["metadata"].TextAt("creationTimestamp"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var made) ? made : null,
            Labels = (item["metadata"]?["labels"] as JsonObject ?? []).ToDictionary(pair => pair.Key, pair => pair.Value?.ToString() ?? "", StringComparer.Ordinal),
            Columns = Columns(row.Cells),
            WideColumns = [.. row.Cells.Where(cell => cell.Wide).Select(cell => cell.Column)],
            Json = item.ToJsonString(),
            Target = access.Target,
        };
    }

    private static Dictionary<string, string> Columns(IReadOnlyList<TableCell> cells)
    {
        var columns = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var cell in cells)
            columns.TryAdd(cell.Column, cell.Text);
        return columns;
    }

    // Names stay, values go: also those in kubectl's copy of the whole object.
    private static void Hide(JsonObject secret)
    {
        if (secret["data"] is JsonObject data)
            foreach (var name in data.Select(pair => pair.Key).ToList())
                data[name] = Hidden;
        if (secret["metadata"]?["annotations"] is JsonObject annotations && annotations.ContainsKey(LastApplied))
            annotations[LastApplied] = Hidden;
    }
}
