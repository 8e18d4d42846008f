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
        Visit(body, schema, "", errors, old);
        return errors;
    }

    /// <summary>Checks a part of a resource, such as a default value.</summary>
    public static IEnumerable<FieldError> ValidateValue(JsonNode value, SchemaNode schema)
    {
        var errors = new List<FieldError>();
        Visit(value, schema, "", errors);
        return errors;
    }

    /// <summary>What an update leaves as it was is not checked again.</summary>
    private static void Visit(JsonNode? value, SchemaNode schema, string path, List<FieldError> errors, JsonNode? old = null)
    {
        if (old is not null && path.Length > 0 && JsonWrite.Same(value, old))
            return;
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
            if (schema.Type == "integer" && got == "number")
                errors.Add(FieldError.Invalid("<nil>", "", "Checked value must be of type integer (default format) in " + path));
            return;
        }

        SchemaConstraints.Check(value, schema, path, errors);
        switch (value)
        {
            case JsonObject map:
                foreach (var name in schema.Required.Where(name => !map.ContainsKey(name) || (map[name] is null && schema.Member(name)?.IsNullable == false)))
                    errors.Add(FieldError.Required(Join(path, name)));
                foreach (var (name, child) in map)
                {
                    if (path.Length == 0 && name is "metadata" or "apiVersion" or "kind" && path.Length == 0)
                        continue;
                    if (child is null && schema.Required.Contains(name))
                        continue;
                    if (schema.Properties.TryGetValue(name, out var member))
                        Visit(child, member, Join(path, name), errors, old.At(name));
                    else if (schema.Additional is { } additional)
                        Visit(child, additional, Join(path, name), errors, old.At(name));
                }

                if (schema.IsEmbeddedObject)
                {
                    foreach (var name in new[] { "apiVersion", "kind" }.Where(name => map.Text(name) is null or ""))
                        errors.Add(FieldError.Required(Join(path, name)));
                }

                break;
            case JsonArray list when schema.Items is { } element:
                for (var i = 0; i < list.Count; i++)
                    Visit(list[i], element, $"{path}[{i}]", errors, Twin(schema, list[i], old as JsonArray));
                break;
        }
    }

    private static JsonNode? Twin(SchemaNode schema, JsonNode? item, JsonArray? old) =>
        old is not null && schema.ListType == "map" && Apply.FieldStructure.Element(schema, item) is { } element ? Apply.FieldStructure.FindItem(schema, old, element) : null;

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
