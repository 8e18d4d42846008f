using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Cel.Costs;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Validation;

/// <summary>The CEL rules of a schema: present, readable, of the right types, and within their budget.</summary>
internal sealed class RuleChecks
{
    private static readonly string[] Reasons = ["FieldValueDuplicate", "FieldValueForbidden", "FieldValueInvalid", "FieldValueRequired"];

    private readonly Findings about = new();
    private readonly Findings inside = new();
    private readonly RuleBudget budget = new();
    private readonly bool compiles;

    private RuleChecks(bool compiles) => this.compiles = compiles;

    /// <summary>Checks all rules of a schema.</summary>
    /// <param name="found">Takes the complaints.</param>
    /// <param name="schema">The schema.</param>
    /// <param name="field">Where it is.</param>
    /// <param name="isSound">The schema itself is without faults; else expressions are not looked into.</param>
    public static void Check(Findings found, JsonObject schema, string field, bool isSound)
    {
        var checks = new RuleChecks(isSound);
        checks.Visit(schema, new RulePlace(field, 1, null, IsRoot: true));
        found.AddRange(checks.about);
        found.AddRange(checks.inside);
        checks.budget.Close(found, field);
    }

    private bool Visit(JsonObject schema, RulePlace place)
    {
        var before = about.Count;
        var isMap = schema.Map("additionalProperties") is not null;
        foreach (var (name, child) in schema.Map("properties")?.ToList() ?? [])
        {
            if (child is JsonObject member)
                Visit(member, place.Inside($".properties[{name}]", isMap ? schema.Number("maxProperties") ?? -1 : 1, schema.Text("x-kubernetes-map-type") == "atomic"));
        }

        if (schema.Map("additionalProperties") is { } values)
            Visit(values, place.Inside(".additionalProperties", schema.Number("maxProperties") ?? -1, isTorn: false));
        if (schema.Map("items") is { } items)
            Visit(items, place.Inside(".items", schema.Number("maxItems") ?? -1, schema.Text("x-kubernetes-list-type") != "map"));
        var rules = schema.Objects("x-kubernetes-validations").ToList();
        for (var i = 0; i < rules.Count; i++)
            Form(rules[i], schema, $"{place.Field}.x-kubernetes-validations[{i}]");
        if (rules.Count == 0 || about.Count > before || !compiles || DeclaredType.Of(schema, place.IsRoot || schema.Flag("x-kubernetes-embedded-resource")) is not { } declared)
            return about.Count == before;
        var compiler = new RuleCompiler(inside, budget, declared, place);
        for (var i = 0; i < rules.Count; i++)
            compiler.Check(rules[i], $"{place.Field}.x-kubernetes-validations[{i}]");
        return true;
    }

    /// <summary>What can be said of a rule without reading its expression.</summary>
    private void Form(JsonObject rule, JsonObject schema, string at)
    {
        var (text, message) = (rule.Text("rule") ?? "", rule.Text("message") ?? "");
        if (text.Trim().Length == 0)
            about.Required(at + ".rule", "rule is not specified");
        else if (message.Length > 0 && message.Trim().Length == 0)
            about.Invalid(at + ".message", message, "must be non-empty if specified");
        else if (Breaks(message.Trim()))
            about.Invalid(at + ".message", message, "must not contain line breaks");
        else if (Breaks(text.Trim()) && message.Trim().Length == 0)
            about.Required(at + ".message", "message must be specified if rule contains line breaks");
        if (rule.Text("messageExpression") is { Length: > 0 } expression && expression.Trim().Length == 0)
            about.Required(at + ".messageExpression", "messageExpression must be non-empty if specified");
        about.OneOf(at + ".reason", rule.Text("reason"), Reasons);
        if (rule.Text("fieldPath") is not { Length: > 0 } path)
            return;
        if (path.Trim().Length == 0)
            about.Invalid(at + ".fieldPath", path, "must be non-empty if specified");
        if (Breaks(path))
            about.Invalid(at + ".fieldPath", path, "must not contain line breaks");
        if (SchemaPath.Find(path, schema, allowsBrackets: true).Problem is not null)
            about.Invalid(at + ".fieldPath", path, "must be a valid path");
    }

    private static bool Breaks(string text) => text.AsSpan().IndexOfAny('\n', '\r') >= 0;
}
