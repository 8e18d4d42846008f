using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Cel;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Schema;

namespace OptaPS.Sandbox.Kubernetes.Crds;

/// <summary>Evaluates the x-kubernetes-validations of a schema.</summary>
internal sealed class RuleValidator
{
    private static readonly string[] Blocking = ["FieldValueRequired", "FieldValueTooLong", "FieldValueTooMany", "FieldValueTypeInvalid"];

    private readonly ConcurrentDictionary<string, CelRule> rules = new(StringComparer.Ordinal);

    /// <summary>The broken rules of an object, or a note that they were not checked because the schema refuses it already.</summary>
    public IEnumerable<FieldError> Validate(JsonObject body, JsonObject? old, SchemaNode schema, IReadOnlyList<FieldError> before)
    {
        if (!Any(schema, 0))
            return [];
        if (before.Any(error => Blocking.Contains(error.Reason)))
            return [FieldError.Invalid("<nil>", null, "some validation rules were not checked because the object was invalid; correct the existing errors to complete validation")];
        var found = new List<FieldError>();
        Visit(body, old, schema, "", found);
        return found;
    }

    private static bool Any(SchemaNode schema, int depth) => depth < 40 && schema.TypeName.Length == 0
        && (schema.Get("x-kubernetes-validations") is not null || schema.Properties.Values.Any(member => Any(member, depth + 1)) || (schema.Items is { } items && Any(items, depth + 1)) || (schema.Additional is { } more && Any(more, depth + 1)));

    private void Visit(JsonNode? value, JsonNode? old, SchemaNode schema, string path, List<FieldError> found)
    {
        if (value is null || schema.TypeName.Length > 0)
            return;
        foreach (var rule in (schema.Get("x-kubernetes-validations") as JsonArray)?.OfType<JsonObject>() ?? [])
            One(rule, value, old, schema, path, found);
        switch (value)
        {
            case JsonObject map:
                foreach (var (name, child) in map)
                {
                    if (schema.Member(name) is { } member)
                        Visit(child, old.At(name), member, path.Length == 0 ? name : path + "." + name, found);
                }

                break;
            case JsonArray list when schema.Items is { } items:
                for (var i = 0; i < list.Count; i++)
                {
                    var twin = schema.ListType == "map" && old is JsonArray before && Apply.FieldStructure.Element(schema, list[i]) is { } element ? Apply.FieldStructure.FindItem(schema, before, element) : null;
                    Visit(list[i], twin, items, $"{path}[{i}]", found);
                }

                break;
        }
    }

    private void One(JsonObject rule, JsonNode value, JsonNode? old, SchemaNode schema, string path, List<FieldError> found)
    {
        var text = rule.Text("rule") ?? "";
        var parsed = CelRule.Read(text, rules);
        var transition = parsed.Mentions("oldSelf");
        if ((transition && old is null && !rule.Flag("optionalOldSelf")) || (!transition && old is not null && JsonWrite.Same(old, value)))
            return;
        var variables = new Dictionary<string, object?>(StringComparer.Ordinal) { ["self"] = CelValues.From(value, schema) };
        if (transition)
            variables["oldSelf"] = rule.Flag("optionalOldSelf") ? old is null ? CelOptional.None : new CelOptional(true, CelValues.From(old, schema)) : CelValues.From(old, schema);
        var at = path + (rule.Text("fieldPath") is { } place ? (path.Length == 0 ? place.TrimStart('.') : place) : "");
        try
        {
            if (CelEvaluator.Truth(parsed.Evaluate(variables)))
                return;
        }
        catch (CelException e)
        {
            if (e.IsUnsupported)
                throw new ApiException(501, "NotImplemented", e.Message);
            found.Add(new FieldError("FieldValueInvalid", at, $"Invalid value: {Kind(value)}: rule evaluation error: {e.Message}: rule: {text}"));
            return;
        }

        found.Add(Broken(rule, text, value, at, variables));
    }

    private FieldError Broken(JsonObject rule, string text, JsonNode value, string at, Dictionary<string, object?> variables)
    {
        var message = rule.Text("message") is { Length: > 0 } plain ? plain : "failed rule: " + text.Trim();
        if (rule.Text("messageExpression") is { Length: > 0 } expression)
        {
            try
            {
                if (CelRule.Read(expression, rules).Evaluate(variables) is string made && made.Trim().Length > 0)
                    message = made;
            }
            catch (CelException)
            {
                // The plain message says it then.
            }
        }

        return rule.Text("reason") switch
        {
            "FieldValueForbidden" => FieldError.Forbidden(at, message),
            "FieldValueRequired" => FieldError.Required(at, message),
            "FieldValueDuplicate" => FieldError.Duplicate(at, value),
            _ => value is JsonObject or JsonArray ? new FieldError("FieldValueInvalid", at, "Invalid value: " + message) : FieldError.Invalid(at, value, message)
        };
    }

    private static string Kind(JsonNode value) => value switch { JsonObject => "\"object\"", JsonArray => "\"array\"", _ => JsonText.ToText(value) };
}
