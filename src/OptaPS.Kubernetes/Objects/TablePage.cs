using System.Text.Json.Nodes;

namespace OptaPS.Kubernetes.Objects;

/// <summary>Reads a page of a list that came as a Table with whole objects in it.</summary>
internal static class TablePage
{
    public const string Accept = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json";

    public static ListPage Read(JsonObject table, GroupVersionKind kind)
    {
        var columns = (table["columnDefinitions"] as JsonArray ?? []).OfType<JsonObject>()
            .Select(column => (Name: column.Text("name") ?? "", Wide: column.Number("priority") is > 0))
            .ToList();
        var rows = new List<TableRow>();
        foreach (var row in (table["rows"] as JsonArray ?? []).OfType<JsonObject>())
        {
            if (row["object"] is not JsonObject item)
                continue;
            row.Remove("object");
            var cells = row["cells"] as JsonArray ?? [];
            rows.Add(new(ListPage.WithKind(item, kind), [.. columns.Zip(cells, (column, cell) => new TableCell(column.Name, cell?.ToString() ?? "", column.Wide))]));
        }

        return new([.. rows.Select(row => row.Object)], table.TextAt("metadata", "continue") is { Length: > 0 } next ? next : null, table.TextAt("metadata", "resourceVersion")) { Rows = rows };
    }
}
