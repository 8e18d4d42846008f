using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Tables;

/// <summary>The simple JSONPath of printer columns: members, indices, wildcards, quoted members and equality filters.</summary>
internal static partial class JsonPath
{
    public static IEnumerable<JsonNode?> Evaluate(JsonNode root, string path)
    {
        IEnumerable<JsonNode?> values = [root];
        foreach (Match step in Step().Matches(path))
        {
            var text = step.Value;
            values = text[0] == '.' ? Members(values, text[1..].Replace("\\.", ".", StringComparison.Ordinal)) : Brackets(values, text[1..^1]);
        }

        return values.Where(value => value is not null);
    }

    private static IEnumerable<JsonNode?> Members(IEnumerable<JsonNode?> values, string name) =>
        name == "*" ? values.SelectMany(All) : values.Select(value => value.At(name));

    private static IEnumerable<JsonNode?> Brackets(IEnumerable<JsonNode?> values, string inside)
    {
        if (inside == "*")
            return values.SelectMany(All);
        if (inside.StartsWith('\'') || inside.StartsWith('"'))
            return values.Select(value => value.At(inside[1..^1]));
        var filter = Filter().Match(inside);
        if (filter.Success)
        {
            var wanted = filter.Groups[2].Value.Trim('\'', '"');
            return values.SelectMany(All).Where(item =>
            {
                var value = item;
                foreach (var part in filter.Groups[1].Value.Split('.'))
                    value = value.At(part);
                return (value.Text() ?? value?.ToJsonString()) == wanted;
            });
        }

        return int.TryParse(inside, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index)
            ? values.Select(value => value is JsonArray list && (index < 0 ? index + list.Count : index) is var at && at >= 0 && at < list.Count ? list[at] : null)
            : [];
    }

    private static IEnumerable<JsonNode?> All(JsonNode? value) => value switch
    {
        JsonArray list => list,
        JsonObject map => map.Select(pair => pair.Value),
        _ => []
    };

    [GeneratedRegex(@"\.(\\.|[^.\[\]\\])+|\[[^\]]*\]")]
    private static partial Regex Step();

    [GeneratedRegex(@"^\?\(@\.([\w.]+)\s*==\s*(.+)\)$")]
    private static partial Regex Filter();
}
