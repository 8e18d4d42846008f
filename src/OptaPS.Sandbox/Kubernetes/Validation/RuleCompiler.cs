using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Cel;
using OptaPS.Sandbox.Kubernetes.Cel.Costs;
using OptaPS.Sandbox.Kubernetes.Cel.Types;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Validation;

/// <summary>Compiles the rules of one schema: reads them, checks types, estimates costs.</summary>
internal sealed class RuleCompiler(Findings found, RuleBudget budget, DeclaredType declared, RulePlace place)
{
    public void Check(JsonObject rule, string at)
    {
        var text = rule.Text("rule")!;
        var optional = rule.Flag("optionalOldSelf");
        if (Compile(rule, text, at + ".rule", optional, CelType.Bool, "", "cel expression must evaluate to a bool") is not { } compiled)
            return;
        budget.Spend(found, at + ".rule", "estimated rule cost", Saturating.Multiply(compiled.Cost, place.Count ?? declared.MaxCount));
        if (rule.Text("messageExpression") is { Length: > 0 } message
            && Compile(rule, message, at + ".messageExpression", optional, CelType.Text, "messageExpression ", "messageExpression must evaluate to a string") is { } made)
        {
            budget.Spend(found, at + ".messageExpression", "estimated messageExpression cost", made.Cost);
        }

        if (compiled.Rule.Mentions("oldSelf"))
        {
            if (place.Torn is { } torn)
                found.Invalid(at + ".rule", text, "oldSelf cannot be used on the uncorrelatable portion of the schema within " + torn);
        }
        else if (rule["optionalOldSelf"] is { } flag)
        {
            found.Invalid(at + ".optionalOldSelf", flag, "may not be set if oldSelf is not used in rule");
        }
    }

    private (CelRule Rule, ulong Cost)? Compile(JsonObject shown, string text, string field, bool optional, CelType wanted, string prefix, string otherwise)
    {
        try
        {
            var rule = CelRule.Read(text);
            if (rule.UnknownFunction() is { } name && CelFunctions.Exists(name))
                throw new ApiException(501, "NotImplemented", $"OPTA8005 the sandbox does not evaluate {name}() in {field}");
            var variables = new Dictionary<string, CelType>(StringComparer.Ordinal) { ["self"] = declared.Type, ["oldSelf"] = optional ? CelType.Optional(declared.Type) : declared.Type };
            var typing = rule.Check(variables);
            if (typing.Errors.Count > 0)
                Refuse(shown, field, $"{prefix}compilation failed: {typing.Shown(text)}");
            else if (rule.Result(typing).Name != wanted.Name)
                Refuse(shown, field, otherwise);
            else
                return (rule, rule.Cost(typing, declared));
        }
        catch (CelException e)
        {
            Refuse(shown, field, prefix + CelRule.Complaint(text, e));
        }

        return null;
    }

    /// <summary>The real server shows its own form of the rule.</summary>
    private void Refuse(JsonObject rule, string field, string why)
    {
        var form = new JsonObject
        {
            ["Rule"] = rule.Text("rule") ?? "",
            ["Message"] = rule.Text("message") ?? "",
            ["MessageExpression"] = rule.Text("messageExpression") ?? "",
            ["Reason"] = rule.Text("reason"),
            ["FieldPath"] = rule.Text("fieldPath") ?? "",
            ["OptionalOldSelf"] = rule["optionalOldSelf"]?.DeepClone()
        };
        var text = JsonText.ToText(form).Replace("<", "\\u003c", StringComparison.Ordinal).Replace(">", "\\u003e", StringComparison.Ordinal).Replace("&", "\\u0026", StringComparison.Ordinal);
        found.Add(new FieldError("FieldValueInvalid", field, $"Invalid value: {text}: {why}"));
    }
}
