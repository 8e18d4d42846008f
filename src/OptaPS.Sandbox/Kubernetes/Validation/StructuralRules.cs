using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OptaPS.Sandbox.Kubernetes.Crds;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Schema;

namespace OptaPS.Sandbox.Kubernetes.Validation;

/// <summary>Schemas of custom resources: structural, with usable defaults and patterns.</summary>
internal static class StructuralRules
{
    private static readonly string[] Combinations = ["allOf", "anyOf", "oneOf"];
    private static readonly string[] NotInside = ["type", "nullable", "default", "additionalProperties", "title", "description"];

    public static void Check(Findings found, JsonObject schema, string field)
    {
        if (schema.Text("type") is null or "")
        {
            found.Required(field + ".type", "must not be empty at the root");
            return;
        }

        var before = found.Count;
        Visit(found, schema, field, root: true);
        SchemaWords.Check(found, schema, field);
        RuleChecks.Check(found, schema, field, isSound: found.Count == before);
    }

    private static void Visit(Findings found, JsonObject schema, string field, bool root)
    {
        var type = schema.Text("type") ?? "";
        if (!root && type.Length == 0 && !schema.Flag("x-kubernetes-int-or-string") && !schema.Flag("x-kubernetes-preserve-unknown-fields"))
            found.Required(field + ".type", "must not be empty for specified object fields");
        if (type == "array" && schema["items"] is null)
            found.Required(field + ".items", "must be specified");
        if (root)
            Root(found, schema, type, field);
        if (schema.Text("pattern") is { } pattern && Problem(pattern) is { } why)
            found.Invalid(field + ".pattern", pattern, "must be a valid regular expression, but isn't: " + why);
        foreach (var word in Combinations)
        {
            var index = 0;
            foreach (var part in schema.Objects(word))
                Inside(found, part, $"{field}.{word}[{index++}]", schema.Flag("x-kubernetes-int-or-string"));
        }

        if (schema.Map("not") is { } not)
            Inside(found, not, field + ".not", number: false);
        if (schema["default"] is { } standard)
            Default(found, standard, schema, field + ".default");
        foreach (var (name, child) in schema.Map("properties")?.ToList() ?? [])
        {
            if (child is JsonObject member && !(root && name == "metadata"))
                Visit(found, member, $"{field}.properties[{name}]", root: false);
        }

        if (schema.Map("additionalProperties") is { } additional)
            Visit(found, additional, field + ".additionalProperties", root: false);
        if (schema.Map("items") is { } items)
            Visit(found, items, field + ".items", root: false);
    }

    private static void Root(Findings found, JsonObject schema, string type, string field)
    {
        if (schema["additionalProperties"] is not null)
            found.Forbidden(field + ".additionalProperties", "must not be used at the root");
        if (type.Length > 0 && type != "object")
            found.Invalid(field + ".type", type, "must be object at the root");
        if (schema.Flag("nullable"))
            found.Forbidden(field + ".nullable", "nullable cannot be true at the root");
        foreach (var name in new[] { "kind", "apiVersion" })
        {
            if (schema.Map("properties", name) is { } member && member.Text("type") != "string")
                found.Invalid($"{field}.properties[{name}].type", member.Text("type") ?? "", "must be string");
        }

        if (schema.Map("properties", "metadata") is not { } metadata)
            return;
        if (metadata.Text("type") != "object")
            found.Invalid(field + ".properties[metadata].type", metadata.Text("type") ?? "", "must be object");
        if (metadata.Any(pair => pair.Key is not ("type" or "default" or "properties")) || metadata.Map("properties")?.Any(pair => pair.Key is not ("name" or "generateName")) == true)
            found.Forbidden(field + ".properties[metadata]", "must not specify anything other than name and generateName, but metadata is implicitly specified");
    }

    private static void Inside(Findings found, JsonObject part, string field, bool number)
    {
        foreach (var word in NotInside.Where(part.ContainsKey))
        {
            if (!(number && word == "type"))
                found.Forbidden($"{field}.{word}", "must be empty to be structural");
        }

        foreach (var (name, child) in part.Map("properties")?.ToList() ?? [])
        {
            if (child is JsonObject member)
                Inside(found, member, $"{field}.properties[{name}]", number: false);
        }
    }

    private static void Default(Findings found, JsonNode standard, JsonObject schema, string field)
    {
        var node = new SchemaNode(new SchemaSet(), schema);
        if (standard is JsonObject map && schema.Text("type") == "object")
        {
            var pruned = map.Copy();
            CustomPruner.Prune(pruned, node);
            if (!JsonWrite.Same(pruned, map))
                found.Invalid(field, standard, "must not have unknown fields");
        }

        foreach (var error in CustomValidator.ValidateValue(standard, node))
            found.Add(error with { Field = field + (error.Field.Length > 0 ? "." + error.Field : "") });
    }

    private static string? Problem(string pattern)
    {
        try
        {
            _ = new Regex(pattern, RegexOptions.None, TimeSpan.FromSeconds(1));
            return null;
        }
        catch (RegexParseException e)
        {
            return e.Error == RegexParseError.UnterminatedBracket ? $"error parsing regexp: missing closing ]: `{pattern[pattern.LastIndexOf('[')..]}`" : "error parsing regexp: " + e.Error;
        }
    }
}
