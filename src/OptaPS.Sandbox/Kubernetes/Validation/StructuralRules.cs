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

        Visit(found, schema, field, root: true);
        RuleChecks.Check(found, schema, field);
    }

    private static void Visit(Findings found, JsonObject schema, string field, bool root)
    {
        var type = schema.Text("type") ?? "";
        if (!root && type.Length == 0 && !schema.Flag("x-kubernetes-int-or-string") && !schema.Flag("x-kubernetes-preserve-unknown-fields"))
            found.Required(field + ".type", "must not be empty for specified object fields");
        if (type == "array" && schema["items"] is null)
            found.Required(field + ".items", "must be specified");
        if (schema.Flag("uniqueItems"))
            found.Forbidden(field + ".uniqueItems", "uniqueItems cannot be set to true since the runtime complexity becomes quadratic");
        if (schema.Text("x-kubernetes-list-type") == "map" && schema.List("x-kubernetes-list-map-keys") is null or { Count: 0 } && schema.Text("x-kubernetes-list-type") == "map")
            found.Required(field + ".x-kubernetes-list-map-keys", "must not be empty if x-kubernetes-list-type is map");
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
