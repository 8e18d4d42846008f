using System.Text.Json;
using System.Text.Json.Nodes;

namespace OptaPS.Sandbox.Aws.Schemas;

/// <summary>Checks a desired model against a schema, with the findings in the words of AWS's own validator.</summary>
internal static class ModelValidator
{
    /// <summary>All findings, in the order of the document; empty when the model is valid.</summary>
    public static IReadOnlyList<string> Validate(TypeSchema schema, JsonObject model)
    {
        var findings = new List<string>();
        var readOnly = model.Select(p => p.Key).Where(schema.ReadOnly.ContainsKey).ToList();
        if (readOnly.Count > 0)
        {
            findings.Add($"#: extraneous read-only key [{string.Join(", ", readOnly)}] is not permitted");
        }

        Members(schema, schema.Properties, model, "#", findings, schema.ReadOnly);
        return findings;
    }

    private static void Members(
        TypeSchema schema, IReadOnlyDictionary<string, PropertyShape> shapes, JsonObject value, string path, List<string> findings, IReadOnlyDictionary<string, PropertyShape>? readOnly)
    {
        findings.AddRange(shapes.Where(s => s.Value.Required && !value.ContainsKey(s.Key)).Select(s => $"{path}: required key [{s.Key}] not found"));
        foreach (var (name, member) in value)
        {
            if (shapes.TryGetValue(name, out var shape))
            {
                Limited(schema, shape.Type, shape.Limits, member, $"{path}/{name}", findings);
            }
            else if (readOnly?.ContainsKey(name) != true)
            {
                findings.Add($"{path}: extraneous key [{name}] is not permitted");
            }
        }
    }

    // A value of the wrong type has no limits to keep.
    private static void Limited(TypeSchema schema, JsonNode type, ValueLimits? limits, JsonNode? value, string path, List<string> findings)
    {
        var before = findings.Count;
        Value(schema, type, value, path, findings);
        if (limits is not null && value is not null && findings.Count == before)
        {
            LimitCheck.Check(limits, value, path, findings);
        }
    }

    private static void Value(TypeSchema schema, JsonNode type, JsonNode? value, string path, List<string> findings)
    {
        if (value is null)
        {
            findings.Add($"{path}: expected type: {Expected(type)}, found: Null");
            return;
        }

        if (type is JsonObject composed)
        {
            Composed(schema, composed, value, path, findings);
            return;
        }

        var name = (string)type!;
        var kind = value.GetValueKind();
        var ok = name switch
        {
            "string" or "date-time" => kind is JsonValueKind.String,
            "boolean" => kind is JsonValueKind.True or JsonValueKind.False,
            "integer" => kind is JsonValueKind.Number && decimal.TryParse(value.ToJsonString(), out var number) && decimal.Truncate(number) == number,
            "number" => kind is JsonValueKind.Number,
            "json" => kind is JsonValueKind.Object or JsonValueKind.Array or JsonValueKind.String,
            "tag" => kind is JsonValueKind.Object,
            _ => true
        };
        if (!ok)
        {
            findings.Add($"{path}: expected type: {Expected(type)}, found: {Found(value)}");
        }
        else if (name == "tag")
        {
            Tag(schema, (JsonObject)value, path, findings);
        }
    }

    private static void Composed(TypeSchema schema, JsonObject type, JsonNode value, string path, List<string> findings)
    {
        var (form, inner) = type.First();
        switch (form)
        {
            case "any":
                var alternatives = new List<List<string>>();
                foreach (var alternative in inner!.AsArray())
                {
                    var found = new List<string>();
                    Value(schema, alternative!, value, path, found);
                    if (found.Count == 0)
                    {
                        return;
                    }

                    alternatives.Add(found);
                }

                findings.AddRange(alternatives[0]);
                return;
            case "array" when value is JsonArray array:
                for (var i = 0; i < array.Count; i++)
                {
                    Value(schema, inner!, array[i], $"{path}/{i}", findings);
                }

                return;
            case "map" when value is JsonObject map:
                foreach (var (key, member) in map)
                {
                    Value(schema, inner!, member, $"{path}/{key}", findings);
                }

                return;
            case "ref" when value is JsonObject nested:
                Members(schema, schema.Definitions[(string)inner!], nested, path, findings, null);
                return;
            default:
                findings.Add($"{path}: expected type: {Expected(type)}, found: {Found(value)}");
                return;
        }
    }

    private static void Tag(TypeSchema schema, JsonObject tag, string path, List<string> findings)
    {
        foreach (var name in new[] { "Key", "Value" })
        {
            if (!tag.TryGetPropertyValue(name, out var member))
            {
                findings.Add($"{path}: required key [{name}] not found");
            }
            else if (member?.GetValueKind() != JsonValueKind.String)
            {
                findings.Add($"{path}/{name}: expected type: String, found: {(member is null ? "Null" : Found(member))}");
            }
            else if (schema.Limits.GetValueOrDefault("Tag." + name) is { } limits)
            {
                LimitCheck.Check(limits, member, $"{path}/{name}", findings);
            }
        }

        findings.AddRange(tag.Where(m => m.Key is not ("Key" or "Value")).Select(m => $"{path}: extraneous key [{m.Key}] is not permitted"));
    }

    private static string Expected(JsonNode type) => type is JsonObject composed
        ? composed.First().Key == "array" ? "JSONArray" : "JSONObject"
        : (string)type! switch
        {
            "string" or "date-time" => "String",
            "boolean" => "Boolean",
            "integer" => "Integer",
            "number" => "Number",
            _ => "JSONObject"
        };

    private static string Found(JsonNode value) => value.GetValueKind() switch
    {
        JsonValueKind.String => "String",
        JsonValueKind.True or JsonValueKind.False => "Boolean",
        JsonValueKind.Number => value.ToJsonString().Contains('.', StringComparison.Ordinal) ? "BigDecimal" : "Integer",
        JsonValueKind.Array => "JSONArray",
        JsonValueKind.Object => "JSONObject",
        _ => "Null"
    };
}
