using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Schema;

namespace OptaPS.Sandbox.Kubernetes.Controllers;

/// <summary>Shows a pod template with the types of all its fields, as the real controllers do to tell templates apart.</summary>
internal sealed class TemplateText
{
    private const string Null = "<nil>";

    /// <summary>Fields of the types: name, name in JSON (a dash for a type whose fields stand in the one around it), type, kind of what it holds.</summary>
    private static readonly Lazy<IReadOnlyDictionary<string, string[][]>> Types = new(() =>
        DataFiles.TemplateFields.Pairs().ToDictionary(pair => pair.Key, pair => pair.Value.Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(field => field.Split(' ')).ToArray(), StringComparer.Ordinal));

    private readonly StringBuilder text = new();

    private bool isComplete = true;

    /// <summary>The text, or null when the template holds something whose form is not known here: a time, or a quantity of unusual form.</summary>
    public static string? Write(JsonObject template)
    {
        var writer = new TemplateText();
        writer.Value("v1.PodTemplateSpec", "struct", template, typed: true);
        return writer.isComplete ? writer.text.ToString() : null;
    }

    private void Value(string type, string kind, JsonNode? node, bool typed)
    {
        if (typed)
            text.Append('(').Append(type).Append(')');
        if (type[0] == '*' && node is not null)
            Value(type[1..], kind, node, typed: false);
        else if (type[0] is '*' or '[' && node is null)
            text.Append(Null);
        else if (type[0] == '[')
            Items(type[2..], kind, node as JsonArray ?? []);
        else if (kind.StartsWith("map", StringComparison.Ordinal))
            Map(type == "v1.ResourceList" ? "resource.Quantity" : "string", node as JsonObject);
        else
            Plain(type, kind, node);
    }

    private void Items(string type, string kind, JsonArray items)
    {
        text.Append('[');
        for (var i = 0; i < items.Count; i++)
        {
            text.Append(i == 0 ? "" : " ");
            Value(type, kind, items[i], typed: false);
        }

        text.Append(']');
    }

    private void Map(string type, JsonObject? map)
    {
        if (map is null)
        {
            text.Append(Null);
            return;
        }

        text.Append("map[");
        var first = true;
        foreach (var (key, value) in map.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            text.Append(first ? "" : " ").Append(key).Append(':');
            Value(type, type == "string" ? "string" : "struct", value, typed: false);
            first = false;
        }

        text.Append(']');
    }

    private void Plain(string type, string kind, JsonNode? node)
    {
        switch (type)
        {
            case "resource.Quantity":
                var parts = QuantityParts.Show(node.Text() ?? (node is null ? "" : JsonText.ToText(node)));
                isComplete &= parts is not null;
                text.Append(parts);
                break;
            case "intstr.IntOrString":
                text.Append(CultureInfo.InvariantCulture, $"{{Type:(intstr.Type){(node.Text() is null ? 0 : 1)} IntVal:(int32){node.Number() ?? 0} StrVal:(string){node.Text()}}}");
                break;
            case "time.Time":
                isComplete &= node is null;
                text.Append("{wall:(uint64)0 ext:(int64)0 loc:(*time.Location)<nil>}");
                break;
            default:
                if (kind == "struct")
                    Struct(type, node as JsonObject);
                else
                    text.Append(kind == "string" ? node.Text() : kind == "bool" ? node.Flag() ? "true" : "false" : (node.Number() ?? 0).ToString(CultureInfo.InvariantCulture));
                break;
        }
    }

    private void Struct(string type, JsonObject? map)
    {
        text.Append('{');
        var first = true;
        foreach (var field in Types.Value[type])
        {
            text.Append(first ? "" : " ").Append(field[0]).Append(':');
            Value(field[2], field[3], field[1] == "-" ? map : map?[field[1]], typed: true);
            first = false;
        }

        text.Append('}');
    }
}
