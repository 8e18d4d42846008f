using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Schema;

namespace OptaPS.Sandbox.Kubernetes.Crds;

/// <summary>Checks custom resources against their structural schema.</summary>
internal static class CustomValidator
{
    public static IEnumerable<FieldError> Validate(JsonObject body, JsonObject? old, SchemaNode schema)
    {
        var errors = new List<FieldError>();
        Visit(body, schema, "", errors);
        return errors;
    }

    private static void Visit(JsonNode? value, SchemaNode schema, string path, List<FieldError> errors)
    {
        if (value is null)
        {
            if (!schema.IsNullable && schema.Type.Length > 0 && path.Length > 0)
                errors.Add(new FieldError("FieldValueTypeInvalid", path, $"Invalid value: \"null\": {path} in body must be of type {schema.Type}: \"null\""));
            return;
        }

        if (!TypeMatches(value, schema))
        {
            var got = Name(value);
            errors.Add(new FieldError("FieldValueTypeInvalid", path, $"Invalid value: \"{got}\": {path} in body must be of type {(schema.IsIntOrString ? "integer,string" : schema.Type)}: \"{got}\""));
            return;
        }

        SchemaConstraints.Check(value, schema, path, errors);
        switch (value)
        {
            case JsonObject map:
                foreach (var name in schema.Required.Where(name => !map.ContainsKey(name)))
                    errors.Add(FieldError.Required(Join(path, name)));
                foreach (var (name, child) in map)
                {
                    if (path.Length == 0 && name is "metadata" or "apiVersion" or "kind" && path.Length == 0)
                        continue;
                    if (schema.Properties.TryGetValue(name, out var member))
                        Visit(child, member, Join(path, name), errors);
                    else if (schema.Additional is { } additional)
                        Visit(child, additional, Join(path, name), errors);
                }

                break;
            case JsonArray list when schema.Items is { } element:
                for (var i = 0; i < list.Count; i++)
                    Visit(list[i], element, $"{path}[{i}]", errors);
                break;
        }
    }

    private static string Join(string path, string name) => path.Length == 0 ? name : path + "." + name;

    private static bool TypeMatches(JsonNode value, SchemaNode schema)
    {
        if (schema.IsIntOrString)
            return value is JsonValue leaf && (leaf.TryGetValue<long>(out _) || leaf.TryGetValue<string>(out _));
        return schema.Type switch
        {
            "object" => value is JsonObject,
            "array" => value is JsonArray,
            "string" => value.Text() is not null,
            "boolean" => value.FlagOrNull() is not null,
            "integer" => value is JsonValue number && (number.TryGetValue<long>(out _) || (number.TryGetValue<double>(out var real) && real == Math.Truncate(real))),
            "number" => value is JsonValue && value.Number() is not null,
            _ => true
        };
    }

    private static string Name(JsonNode value) => value switch
    {
        JsonObject => "object",
        JsonArray => "array",
        _ when value.Text() is not null => "string",
        _ when value.FlagOrNull() is not null => "boolean",
        JsonValue number when number.TryGetValue<long>(out _) => "integer",
        _ => "number"
    };
}
