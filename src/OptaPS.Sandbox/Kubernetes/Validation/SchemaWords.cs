using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Validation;

/// <summary>The words of a schema of custom resources: those that are not supported, and those that need each other.</summary>
internal static class SchemaWords
{
    private static readonly string[] Types = ["array", "boolean", "integer", "number", "object", "string"];
    private static readonly string[] Unsupported = ["id", "additionalItems", "patternProperties", "definitions", "dependencies", "$ref"];

    public static void Check(Findings found, JsonObject schema, string field)
    {
        if (schema.Text("type") is { Length: > 0 } type)
            found.OneOf(field + ".type", type, Types);
        if (schema.Text("type") == "null")
            found.Forbidden(field + ".type", "type cannot be set to null, use nullable as an alternative");
        foreach (var word in Unsupported.Where(schema.ContainsKey))
            found.Forbidden($"{field}.{word}", word + " is not supported");
        if (schema.Flag("uniqueItems"))
            found.Forbidden(field + ".uniqueItems", "uniqueItems cannot be set to true since the runtime complexity becomes quadratic");
        if (schema.Map("properties") is { Count: > 0 } && schema["additionalProperties"] is { } more && (more is JsonObject || !schema.Flag("additionalProperties")))
            found.Forbidden(field + ".additionalProperties", "additionalProperties and properties are mutual exclusive");
        if (schema["x-kubernetes-preserve-unknown-fields"] is { } preserve && !schema.Flag("x-kubernetes-preserve-unknown-fields"))
            found.Invalid(field + ".x-kubernetes-preserve-unknown-fields", preserve, "must be true or undefined");
        Kinds(found, schema, field);
        if (schema.Text("x-kubernetes-list-type") == "map")
            Keys(found, schema, field);
        foreach (var (name, child) in schema.Map("properties")?.ToList() ?? [])
        {
            if (child is JsonObject member)
                Check(found, member, $"{field}.properties[{name}]");
        }

        if (schema.Map("additionalProperties") is { } values)
            Check(found, values, field + ".additionalProperties");
        if (schema.Map("items") is { } items)
            Check(found, items, field + ".items");
    }

    private static void Kinds(Findings found, JsonObject schema, string field)
    {
        Kind(found, schema, field, "x-kubernetes-map-type", "object", "atomic", "granular");
        Kind(found, schema, field, "x-kubernetes-list-type", "array", "atomic", "set", "map");
        if (schema.List("x-kubernetes-list-map-keys") is { Count: > 0 } && schema.Text("x-kubernetes-list-type") != "map")
        {
            if (schema.Text("x-kubernetes-list-type") is { } kind)
                found.Invalid(field + ".x-kubernetes-list-type", kind, "must be map if x-kubernetes-list-map-keys is non-empty");
            else
                found.Required(field + ".x-kubernetes-list-type", "must be map if x-kubernetes-list-map-keys is non-empty");
        }

        if (schema.Text("x-kubernetes-list-type") is "map" or "set" && schema.Flag("items", "nullable"))
            found.Forbidden(field + ".items.nullable", "cannot be nullable when x-kubernetes-list-type is " + schema.Text("x-kubernetes-list-type"));
    }

    private static void Kind(Findings found, JsonObject schema, string field, string word, string wanted, params string[] allowed)
    {
        if (schema.Text(word) is not { } value)
            return;
        var type = schema.Text("type") ?? "";
        if (type.Length == 0)
            found.Required(field + ".type", $"must be {wanted} if {word} is specified");
        else if (type != wanted)
            found.Invalid(field + ".type", type, $"must be {wanted} if {word} is specified");
        found.OneOf($"{field}.{word}", value, allowed);
    }

    private static void Keys(Findings found, JsonObject schema, string field)
    {
        var keys = schema.Texts("x-kubernetes-list-map-keys").ToList();
        if (keys.Count == 0)
            found.Required(field + ".x-kubernetes-list-map-keys", "must not be empty if x-kubernetes-list-type is map");
        if (schema.Map("items") is not { } items)
        {
            found.Required(field + ".items", "must have a schema if x-kubernetes-list-type is map");
            return;
        }

        if (items.Text("type") != "object")
        {
            found.Invalid(field + ".items.type", items.Text("type") ?? "", "must be object if parent array's x-kubernetes-list-type is map");
            return;
        }

        var required = items.Texts("required").ToHashSet(StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var key in keys)
        {
            if (items.Map("properties", key) is not { } member)
                found.Invalid(field + ".x-kubernetes-list-map-keys", schema["x-kubernetes-list-map-keys"], "entries must all be names of item properties");
            else
                Key(found, member, $"{field}.items.properties[{key}]", required.Contains(key));
            if (!seen.Add(key))
                found.Invalid(field + ".x-kubernetes-list-map-keys", schema["x-kubernetes-list-map-keys"], "must not contain duplicate entries");
        }
    }

    private static void Key(Findings found, JsonObject member, string field, bool isRequired)
    {
        if (member.Text("type") is "array" or "object")
            found.Invalid(field + ".type", "object", "must be a scalar type if parent array's x-kubernetes-list-type is map");
        if (!isRequired && member["default"] is null)
            found.Required(field + ".default", "this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property");
        if (member.Flag("nullable"))
            found.Forbidden(field + ".nullable", "this property is in x-kubernetes-list-map-keys, so it cannot be nullable");
    }
}
