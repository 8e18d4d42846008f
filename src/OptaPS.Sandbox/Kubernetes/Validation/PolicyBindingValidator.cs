using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Validation;

/// <summary>Bindings of admission policies.</summary>
internal sealed class PolicyBindingValidator : IKindValidator
{
    public IReadOnlyList<string> Storages { get; } = ["admissionregistration.k8s.io/validatingadmissionpolicybindings"];

    public IEnumerable<FieldError> Validate(JsonObject body, JsonObject? old)
    {
        var found = new Findings();
        var spec = body.Map("spec") ?? [];
        var name = spec.Text("policyName") ?? "";
        if (name.Length == 0)
            found.Required("spec.policyName");
        else
            found.Invalid("spec.policyName", name, NameRules.Subdomain(name));
        if (spec.Map("paramRef") is { } reference)
            Parameters(found, reference, "spec.paramRef");
        if (spec.Map("matchResources") is { } resources)
            Resources(found, resources, "spec.matchResources", required: false);
        var actions = spec.Texts("validationActions").ToList();
        if (actions.Count == 0)
            found.Required("spec.validationActions", "at least one validation action is required");
        for (var i = 0; i < actions.Count; i++)
        {
            found.OneOf($"spec.validationActions[{i}]", actions[i], "Audit", "Deny", "Warn");
            if (actions.IndexOf(actions[i]) < i)
                found.Duplicate($"spec.validationActions[{i}]", actions[i]);
        }

        if (actions.Contains("Deny") && actions.Contains("Warn"))
            found.Invalid("spec.validationActions", new JsonArray("Deny", "Warn"), "must not contain both Deny and Warn (repeating the same validation failure information in the API response and headers serves no purpose)");
        return found;
    }

    /// <summary>The requests that a policy or a binding is about.</summary>
    public static void Resources(Findings found, JsonObject resources, string field, bool required)
    {
        foreach (var name in new[] { "namespaceSelector", "objectSelector" })
            SelectorRules.Check(found, resources[name], $"{field}.{name}");
        var rules = resources.Objects("resourceRules").ToList();
        if (required && rules.Count == 0)
            found.Required(field + ".resourceRules");
        foreach (var list in new[] { "resourceRules", "excludeResourceRules" })
        {
            var index = 0;
            foreach (var rule in resources.Objects(list))
                HookRuleRules.Check(found, rule, $"{field}.{list}[{index++}]");
        }

        found.OneOf(field + ".matchPolicy", resources.Text("matchPolicy"), "Equivalent", "Exact");
    }

    private static void Parameters(Findings found, JsonObject reference, string field)
    {
        var named = reference.Text("name") is { Length: > 0 };
        if (named && reference["selector"] is not null)
            found.Forbidden(field + ".name", "name and selector are mutually exclusive");
        else if (!named && reference["selector"] is null)
            found.Required(field, "one of name or selector must be specified");
        SelectorRules.Check(found, reference["selector"], field + ".selector");
        var action = reference.Text("parameterNotFoundAction") ?? "";
        if (action.Length == 0)
            found.Required(field + ".parameterNotFoundAction");
        else
            found.OneOf(field + ".parameterNotFoundAction", action, "Deny", "Allow");
    }
}
