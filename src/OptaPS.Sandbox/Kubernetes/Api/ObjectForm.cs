using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Objects;
using OptaPS.Sandbox.Kubernetes.Schema;
using OptaPS.Sandbox.Kubernetes.Storage;
using OptaPS.Sandbox.Kubernetes.Tables;

namespace OptaPS.Sandbox.Kubernetes.Api;

/// <summary>Turns stored objects into the representation that a request wants: full, metadata only, or a table.</summary>
internal sealed class ObjectForm(Cluster cluster, ApiRequest request, ResponseForm form)
{
    private readonly ResourceKind kind = request.Kind;

    public JsonObject Single(JsonObject body)
    {
        switch (form.Transform)
        {
            case "Table":
                return Table([body], listMeta: new JsonObject { ["resourceVersion"] = body.Text("metadata", "resourceVersion") }, withColumns: true);
            case "PartialObjectMetadata":
                return Partial(body);
            case "PartialObjectMetadataList":
                throw Errors.ApiErrors.NotAcceptable($"you requested PartialObjectMetadataList, but the requested object is not a list ({GoType(kind.Kind)})");
            default:
                return body;
        }
    }

    public JsonObject List(IReadOnlyList<JsonObject> items, JsonObject listMeta, bool filteredByField = false)
    {
        switch (form.Transform)
        {
            case "Table":
                return Table(items, listMeta, withColumns: true);
            case "PartialObjectMetadataList":
                return new JsonObject
                {
                    ["kind"] = "PartialObjectMetadataList",
                    ["apiVersion"] = "meta.k8s.io/" + form.TransformVersion,
                    ["metadata"] = listMeta,
                    ["items"] = items.Count == 0 ? null : JsonWrite.ToArray(items.Select(Partial))
                };
            case "PartialObjectMetadata":
                throw Errors.ApiErrors.NotAcceptable($"you requested PartialObjectMetadata, but the requested object is a list ({GoType(kind.Kind + "List")})");
            default:
                if (kind.Custom is not null)
                    listMeta.Default("continue", "");
                return new JsonObject
                {
                    ["kind"] = kind.ListKind,
                    ["apiVersion"] = kind.GroupVersion,
                    ["metadata"] = listMeta,
                    // A list that a field selector emptied has no items at all.
                    ["items"] = items.Count == 0 && filteredByField ? null : JsonWrite.ToArray(items.Select(Item))
                };
        }
    }

    /// <summary>The object of a watch event; only the first table carries column definitions.</summary>
    public JsonObject Event(JsonObject body, bool first)
    {
        if (form.Transform == "Table")
            return Table([body], new JsonObject { ["resourceVersion"] = body.Text("metadata", "resourceVersion") }, first);
        return form.Transform == "PartialObjectMetadata" ? Partial(body) : body;
    }

    /// <summary>A stored body in the request's version, not shared with the store.</summary>
    public JsonObject Convert(StoredObject stored)
    {
        var body = VersionConverter.FromStorage(cluster, kind, stored.Body);
        return ReferenceEquals(body, stored.Body) ? body.Copy() : body;
    }

    /// <summary>The stored body as text when the request wants it just as it is stored, else null: many watchers then share one text.</summary>
    public byte[]? Plain(StoredObject stored) =>
        form.Transform is not ("Table" or "PartialObjectMetadata" or "PartialObjectMetadataList") && ReferenceEquals(VersionConverter.FromStorage(cluster, kind, stored.Body), stored.Body) ? stored.Bytes : null;

    private JsonObject Item(JsonObject body)
    {
        if (kind.Custom is not null)
            return body;
        body.Remove("kind");
        body.Remove("apiVersion");
        return body;
    }

    private JsonObject Partial(JsonObject body) => new()
    {
        ["kind"] = "PartialObjectMetadata",
        ["apiVersion"] = "meta.k8s.io/" + form.TransformVersion,
        ["metadata"] = body["metadata"]?.DeepClone()
    };

    private JsonObject Table(IReadOnlyList<JsonObject> items, JsonObject listMeta, bool withColumns)
    {
        var include = request.Query("includeObject");
        if (include is not ("" or "Metadata" or "Object" or "None"))
            throw Errors.ApiErrors.BadRequest($"Unable to convert to Table as requested: includeObject: Invalid value: \"{include}\": must be 'Metadata', 'Object', 'None', or empty");
        var printer = TablePrinter.For(cluster, kind);
        var rows = new JsonArray();
        foreach (var body in items)
        {
            foreach (var row in printer.Rows(body))
            {
                row["object"] = include switch
                {
                    "None" => null,
                    "Object" => body.DeepClone(),
                    _ => RowObject(body)
                };
                rows.Add(row);
            }
        }

        return new JsonObject
        {
            ["kind"] = "Table",
            ["apiVersion"] = "meta.k8s.io/" + form.TransformVersion,
            ["metadata"] = listMeta,
            ["columnDefinitions"] = withColumns ? printer.Columns() : null,
            ["rows"] = rows.Count == 0 && printer.IsPlain ? null : rows
        };
    }

    /// <summary>Metadata of a row; an annotation that only exists in the written version of daemon sets is not there.</summary>
    private JsonObject RowObject(JsonObject body)
    {
        var row = Partial(body);
        if (kind.Storage == "apps/daemonsets" && row.Map("metadata", "annotations") is { } annotations)
        {
            annotations.Remove("deprecated.daemonset.template.generation");
            if (annotations.Count == 0)
                row.Map("metadata")!.Remove("annotations");
        }

        return row;
    }

    private string GoType(string name) => (kind.Custom is not null ? "*unstructured.Unstructured" : "*" + (kind.Group.Length == 0 ? "core" : kind.Group.Split('.')[0]) + "." + name)
        + (kind.Custom is not null && name.EndsWith("List", StringComparison.Ordinal) ? "List" : "");
}
