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
        foreach (var (list, member) in new[] { ("matchConditions", "expression"), ("variables", "expression"), ("validations", "expression"), ("validations", "messageExpression") })
        {
            var index = 0;
            foreach (var item in body.Objects("spec", list))
                Check(found, item.Text(member), $"spec.{list}[{index++}].{member}", member == "expression");
        }

        if (body.List("spec", "validations") is null or { Count: 0 } && body.List("spec", "auditAnnotations") is null or { Count: 0 } && body.List("spec", "validations") is null or { Count: 0 })
            found.Required("spec.validations", "validations or auditAnnotations must be non-empty");
        return found;
    }

    /// <summary>Refuses an expression that cannot be read; one that the sandbox cannot evaluate is refused by name.</summary>
    public static void Check(Findings found, string? text, string field, bool required)
    {
        if (text is null or "" && required)
            found.Required(field, "expression is not specified");
        if (text is null or "")
            return;
        try
        {
            if (CelRule.Read(text).UnknownFunction() is { } name)
                throw new ApiException(501, "NotImplemented", $"OPTA8005 the sandbox does not evaluate {name}() in {field}");
        }
        catch (CelException e)
        {
            found.Invalid(field, text, CelRule.Complaint(text, e));
        }
    }
}
