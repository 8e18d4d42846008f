using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Crds;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Tables;

/// <summary>Printer columns of custom resources.</summary>
internal static class CustomColumns
{
    public static TablePrinter Printer(Cluster cluster, CustomVersion version)
    {
        var columns = new JsonArray { DefaultColumns.Column("Name", "string", "name", DefaultColumns.NameDescription) };
        var own = version.Columns.Count > 0
            ? version.Columns
            : [new JsonObject { ["name"] = "Age", ["type"] = "date", ["jsonPath"] = ".metadata.creationTimestamp", ["description"] = "CreationTimestamp is a timestamp" }];
        foreach (var column in own)
        {
            columns.Add(DefaultColumns.Column(
                column.Text("name") ?? "", column.Text("type") ?? "string", column.Text("format") ?? "",
                column.Text("description") ?? $"Custom resource definition column (in JSONPath format): {column.Text("jsonPath")}", column.Number("priority") ?? 0));
        }

        return new TablePrinter(columns, body =>
        {
            var cells = new JsonArray { body.Name() };
            foreach (var column in own)
                cells.Add(Cell(cluster, body, column));
            return cells;
        });
    }

    private static JsonNode? Cell(Cluster cluster, JsonObject body, JsonObject column)
    {
        var values = JsonPath.Evaluate(body, column.Text("jsonPath") ?? "").ToList();
        if (values.Count == 0)
            return null;
        var value = values[0];
        switch (column.Text("type"))
        {
            case "date":
                return value.Text() is { } time ? Age.Since(cluster, time) : null;
            case "integer":
                return value is JsonValue number && number.TryGetValue<long>(out var whole) ? whole : value?.DeepClone();
            case "string":
                return value is JsonObject or JsonArray
                    ? JsonText.ToText(value)
                    : value.Text() ?? value?.ToJsonString();
            default:
                return value?.DeepClone();
        }
    }
}
