using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Schema;

namespace OptaPS.Sandbox.Kubernetes.Apply;

/// <summary>Refuses a configuration to apply that does not fit the schema: unknown fields, wrong types, list keys that occur twice.</summary>
internal sealed class TypedConfiguration
{
    private readonly List<string> problems = [];

    public static void Check(JsonObject config, ResourceKind kind, SchemaNode? schema)
    {
        if (schema is null)
            return;
        var check = new TypedConfiguration();
        check.Visit(config, schema, "");
        if (check.problems.Count == 0)
            return;
        var version = kind.Group.Length == 0 ? "/" + kind.Version : kind.GroupVersion;
        var why = check.problems.Count == 1 ? check.problems[0] : "errors:\n" + string.Join('\n', check.problems.Select(problem => "  " + problem));
        throw new ApiException(500, "", $"failed to create typed patch object ({config.Namespace()}/{config.Name()}; {version}, Kind={kind.Kind}): {why}");
    }

    private void Visit(JsonNode? value, SchemaNode schema, string path)
    {
        if (value is null || schema.IsFree || schema.IsIntOrString || schema.IsQuantity || schema.IsTime)
            return;
        switch (schema.Type)
        {
            case "object":
                if (value is JsonObject map)
                    Map(map, schema, path);
                else
                    Expected(value, path, "map");
                break;
            case "array":
                if (value is JsonArray list)
                    List(list, schema, path);
                else
                    Expected(value, path, "list");
                break;
            case "string" when value.Text() is null:
                Expected(value, path, "string");
                break;
            case "integer" or "number" when value.Number() is null:
                Expected(value, path, "numeric (int or float)");
                break;
            case "boolean" when value.FlagOrNull() is null:
                Expected(value, path, "boolean");
                break;
        }
    }

    private void Map(JsonObject map, SchemaNode schema, string path)
    {
        foreach (var (name, child) in map)
        {
            var at = path + "." + name;
            if (schema.Member(name) is { } member)
                Visit(child, member, at);
            else if (!schema.PreservesUnknown && !(path.Length == 0 && name is "apiVersion" or "kind" or "metadata"))
                problems.Add(at + ": field not declared in schema");
        }
    }

    private void List(JsonArray list, SchemaNode schema, string path)
    {
        var keyed = schema.ListType is "map" or "set";
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < list.Count; i++)
        {
            var element = keyed ? FieldStructure.Element(schema, list[i]) : null;
            var text = element is null ? $"[{i}]" : FieldPathText.Write([element]);
            if (element is not null && !seen.Add(element))
            {
                problems.Add($"{path}: duplicate entries for key {text}");
                continue;
            }

            if (schema.Items is { } items)
                Visit(list[i], items, path + text);
        }
    }

    private void Expected(JsonNode value, string path, string wanted) => problems.Add($"{path}: expected {wanted}, got &value.valueUnstructured{{Value:{Show(value)}}}");

    private static string Show(JsonNode value) => value.Text() is { } text ? "\"" + text + "\"" : JsonText.ToText(value);
}
