using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Cel;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Validation;

/// <summary>Validating admission policies: readable expressions, known functions.</summary>
internal sealed class ExpressionRules : IKindValidator
{
    public IReadOnlyList<string> Storages { get; } = ["admissionregistration.k8s.io/validatingadmissionpolicies"];

    public IEnumerable<FieldError> Validate(JsonObject body, JsonObject? old)
    {
        var found = new Findings();
        var spec = body.Map("spec") ?? [];
        found.OneOf("spec.failurePolicy", spec.Text("failurePolicy"), "Fail", "Ignore");
        if (spec.Map("paramKind") is { } parameters)
        {
            foreach (var name in new[] { "apiVersion", "kind" })
            {
                if (parameters.Text(name) is null or "")
                    found.Required("spec.paramKind." + name);
            }
        }

        if (spec.Map("matchConstraints") is { } constraints)
            PolicyBindingValidator.Resources(found, constraints, "spec.matchConstraints", required: true);
        else
            found.Required("spec.matchConstraints");
        MatchConditionRules.Check(found, spec, "spec.matchConditions");
        Variables(found, spec);
        if (spec.List("validations") is null or { Count: 0 } && spec.List("auditAnnotations") is null or { Count: 0 } && spec.List("validations") is null or { Count: 0 })
        {
            const string why = "validations or auditAnnotations must contain at least one item";
            found.Required("spec.validations", why);
            found.Required("spec.auditAnnotations", why);
        }

        Validations(found, spec);
        Annotations(found, spec, body.Name());
        return found;
    }

    private static void Variables(Findings found, JsonObject spec)
    {
        var index = 0;
        foreach (var variable in spec.Objects("variables"))
        {
            var at = $"spec.variables[{index++}]";
            var name = variable.Text("name") ?? "";
            if (name.Length == 0)
                found.Required(at + ".name", "name is not specified");
            else if (!(char.IsAsciiLetter(name[0]) || name[0] == '_') || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
                found.Invalid(at + ".name", name, "must be a valid CEL identifier");
            Check(found, variable.Text("expression"), at + ".expression", required: true);
        }
    }

    private static void Validations(Findings found, JsonObject spec)
    {
        var index = 0;
        foreach (var validation in spec.Objects("validations"))
        {
            var at = $"spec.validations[{index++}]";
            Check(found, validation.Text("expression"), at + ".expression", required: true, result: "bool");
            Check(found, validation.Text("messageExpression"), at + ".messageExpression", required: false, result: "string");
            found.OneOf(at + ".reason", validation.Text("reason"), "Forbidden", "Invalid", "RequestEntityTooLarge");
        }
    }

    private static void Annotations(Findings found, JsonObject spec, string policy)
    {
        var index = 0;
        foreach (var annotation in spec.Objects("auditAnnotations"))
        {
            var at = $"spec.auditAnnotations[{index++}]";
            var key = policy + "/" + (annotation.Text("key") ?? "");
            found.Invalid(at + ".key", key, NameRules.Qualified(key));
            if (annotation.Text("valueExpression") is null or "")
                found.Required(at + ".valueExpression", "valueExpression is not specified");
            else
                Check(found, annotation.Text("valueExpression"), at + ".valueExpression", required: false);
        }
    }

    /// <summary>Refuses an expression that cannot be read; one that the sandbox cannot evaluate is refused by name.</summary>
    public static void Check(Findings found, string? text, string field, bool required, string? result = null)
    {
        if (text is null or "" && required)
            found.Required(field, "expression is not specified");
        if (text is null or "")
            return;
        try
        {
            var rule = CelRule.Read(text);
            if (result is not null && rule.ConstantType is { } type && type != result)
                found.Invalid(field, text, $"must evaluate to {result} but got {type}");
            if (rule.UnknownFunction() is { } name)
                throw new ApiException(501, "NotImplemented", $"OPTA8005 the sandbox does not evaluate {name}() in {field}");
        }
        catch (CelException e)
        {
            found.Invalid(field, text, CelRule.Complaint(text, e));
        }
    }
}
