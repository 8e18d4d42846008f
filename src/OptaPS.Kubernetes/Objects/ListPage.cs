using System.Text.Json.Nodes;

namespace OptaPS.Kubernetes.Objects;

/// <summary>One answer to a list request.</summary>
/// <param name="Items">The objects, apiVersion and kind filled in.</param>
/// <param name="Continue">Where to go on, or null at the end.</param>
/// <param name="ResourceVersion">The version of the whole list.</param>
internal sealed record ListPage(IReadOnlyList<JsonObject> Items, string? Continue, string? ResourceVersion)
{
    private IReadOnlyList<TableRow>? rows;

    /// <summary>The objects with the server's columns, when it sent some.</summary>
    public IReadOnlyList<TableRow> Rows
    {
        get => rows ?? [.. Items.Select(item => new TableRow(item, []))];
        init => rows = value;
    }

    public static ListPage Read(JsonObject list, GroupVersionKind kind)
    {
        var items = new List<JsonObject>();
        if (list["items"] is JsonArray array)
        {
            list.Remove("items");
            var objects = array.OfType<JsonObject>().ToList();
            array.Clear();
            foreach (var item in objects)
                items.Add(WithKind(item, kind));
        }

        return new(items, list.TextAt("metadata", "continue") is { Length: > 0 } next ? next : null, list.TextAt("metadata", "resourceVersion"));
    }

    internal static JsonObject WithKind(JsonObject item, GroupVersionKind kind)
    {
        if (item["kind"] is not null)
            return item;
        item.Insert(0, "apiVersion", kind.ApiVersion);
        item.Insert(1, "kind", kind.Kind);
        return item;
    }
}
