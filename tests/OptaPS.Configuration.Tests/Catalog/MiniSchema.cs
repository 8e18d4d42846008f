using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace OptaPS.Configuration.Tests.Catalog;

/// <summary>Checks documents against the part of JSON Schema draft 7 that our schema uses; an unknown keyword fails.</summary>
internal sealed class MiniSchema(JsonObject root)
{
    private static readonly string[] Annotations = ["$schema", "title", "description", "default", "deprecated", "definitions"];

    public bool Accepts(JsonNode? document) => Check(root, document);

    private bool Check(JsonNode schema, JsonNode? value)
    {
        var rules = schema.AsObject();
        if (rules.ContainsKey("$ref"))
        {
            var name = ((string)rules["$ref"]!)["#/definitions/".Length..];
            return Check(root["definitions"]![name] ?? throw new InvalidOperationException(name), value);
        }

        return rules.All(rule => Annotations.Contains(rule.Key) || rule.Key is "then" || Rule(rules, rule.Key, rule.Value!, value));
    }

    private bool Rule(JsonObject rules, string keyword, JsonNode rule, JsonNode? value)
    {
        var map = value as JsonObject;
        var list = value as JsonArray;
        var text = value is JsonValue scalar && scalar.GetValueKind() == JsonValueKind.String ? (string?)scalar : null;
        var number = value is JsonValue candidate && candidate.GetValueKind() == JsonValueKind.Number ? double.Parse(candidate.ToJsonString()) : (double?)null;
        return keyword switch
        {
            "type" => rule is JsonArray types ? types.Any(type => IsType((string)type!, value)) : IsType((string)rule!, value),
            "enum" => rule.AsArray().Any(item => JsonNode.DeepEquals(item, value)),
            "const" => JsonNode.DeepEquals(rule, value),
            "required" => map is null || rule.AsArray().All(name => map.ContainsKey((string)name!)),
            "properties" => map is null || rule.AsObject().All(property => !map.ContainsKey(property.Key) || Check(property.Value!, map[property.Key])),
            "additionalProperties" => map is null || map.Where(entry => rules["properties"]?.AsObject().ContainsKey(entry.Key) != true).All(entry => rule is JsonValue ? (bool)rule : Check(rule, entry.Value)),
            "minProperties" => map is null || map.Count >= (int)rule,
            "maxProperties" => map is null || map.Count <= (int)rule,
            "items" => list is null || list.All(item => Check(rule, item)),
            "minItems" => list is null || list.Count >= (int)rule,
            "maxItems" => list is null || list.Count <= (int)rule,
            "uniqueItems" => list is null || list.Select(item => item?.ToJsonString()).Distinct(StringComparer.Ordinal).Count() == list.Count,
            "pattern" => text is null || Regex.IsMatch(text, (string)rule!, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)),
            "minimum" => number is null || number >= double.Parse(rule.ToJsonString()),
            "maximum" => number is null || number <= double.Parse(rule.ToJsonString()),
            "anyOf" => rule.AsArray().Any(branch => Check(branch!, value)),
            "allOf" => rule.AsArray().All(branch => Check(branch!, value)),
            "if" => !Check(rule, value) || Check(rules["then"]!, value),
            _ => throw new InvalidOperationException($"Unknown keyword {keyword}."),
        };
    }

    private static bool IsType(string type, JsonNode? value) => type switch
    {
        "object" => value is JsonObject,
        "array" => value is JsonArray,
        "string" => value?.GetValueKind() == JsonValueKind.String,
        "boolean" => value?.GetValueKind() is JsonValueKind.True or JsonValueKind.False,
        "number" => value?.GetValueKind() == JsonValueKind.Number,
        "integer" => value?.GetValueKind() == JsonValueKind.Number && !value.ToJsonString().AsSpan().ContainsAny('.', 'e', 'E'),
        _ => throw new InvalidOperationException(type),
    };
}
