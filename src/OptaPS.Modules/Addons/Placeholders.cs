using System.Text.Json.Nodes;
using OptaPS.Engine.Expressions;

namespace OptaPS.Modules.Addons;

/// <summary>Fills <c>$(name)</c> in add-on data; a text that is nothing else takes the fact's own type.</summary>
internal static class Placeholders
{
    /// <summary>A copy of <paramref name="node"/> with facts filled in.</summary>
    public static JsonNode? Fill(JsonNode? node, IReadOnlyDictionary<string, JsonNode> facts) => node switch
    {
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(FillKey(member.Key, facts), Fill(member.Value, facts)))),
        JsonArray elements => new JsonArray([.. elements.Select(element => Fill(element, facts))]),
        JsonValue value when value.TryGetValue<string>(out var text) && text.Contains("$(", StringComparison.Ordinal) => FillText(text, facts),
        _ => node?.DeepClone(),
    };

    private static JsonNode FillText(string text, IReadOnlyDictionary<string, JsonNode> facts)
    {
        foreach (var (name, fact) in facts)
        {
            var mark = $"$({name})";
            if (text == mark)
                return fact.DeepClone();
            var at = text.IndexOf(mark, StringComparison.Ordinal);
            if (at >= 0)
            {
                return ExpressionReader.IsExpression(fact)
                    ? Expression.Concat(text[..at], fact.DeepClone(), text[(at + mark.Length)..])
                    : text.Replace(mark, fact.ToString(), StringComparison.Ordinal);
            }
        }
        throw new KeyNotFoundException($"No fact for '{text}'.");
    }

    private static string FillKey(string key, IReadOnlyDictionary<string, JsonNode> facts) => facts.Aggregate(
        key, (text, fact) => ExpressionReader.IsExpression(fact.Value) ? text : text.Replace($"$({fact.Key})", fact.Value.ToString(), StringComparison.Ordinal));
}
