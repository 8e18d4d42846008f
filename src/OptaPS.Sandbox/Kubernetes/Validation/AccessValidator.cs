using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Validation;

/// <summary>Roles and their bindings.</summary>
internal sealed class AccessValidator : IKindValidator
{
    private const string Group = "rbac.authorization.k8s.io";

    public IReadOnlyList<string> Storages { get; } = [Group + "/roles", Group + "/clusterroles", Group + "/rolebindings", Group + "/clusterrolebindings"];

    public IEnumerable<FieldError> Validate(JsonObject body, JsonObject? old)
    {
        var found = new Findings();
        var kind = body.Text("kind") ?? "";
        if (kind.EndsWith("Binding", StringComparison.Ordinal))
            Binding(found, body, old, kind == "RoleBinding");
        else
            Rules(found, body, kind == "Role");
        return found;
    }

    private static void Rules(Findings found, JsonObject body, bool namespaced)
    {
        if (body.Map("aggregationRule") is { } aggregation)
        {
            var selectors = aggregation.Objects("clusterRoleSelectors").ToList();
            if (selectors.Count == 0)
                found.Required("aggregationRule.clusterRoleSelectors", "at least one clusterRoleSelector required if aggregationRule is non-nil");
            for (var i = 0; i < selectors.Count; i++)
            {
                if (!SelectorRules.Check(found, selectors[i], $"aggregationRule.clusterRoleSelectors[{i}]"))
                    found.Invalid($"aggregationRule.clusterRoleSelectors[{i}]", null, "invalid label selector.");
            }
        }

        var index = 0;
        foreach (var rule in body.Objects("rules"))
        {
            var at = $"rules[{index++}]";
            if (rule.List("verbs") is null or { Count: 0 })
                found.Required(at + ".verbs", "verbs must contain at least one value");
            if (rule.List("nonResourceURLs") is { Count: > 0 } paths)
            {
                if (namespaced)
                    found.Invalid(at + ".nonResourceURLs", paths, "namespaced rules cannot apply to non-resource URLs");
                if (rule.List("apiGroups") is { Count: > 0 } || rule.List("resources") is { Count: > 0 } || rule.List("resourceNames") is { Count: > 0 })
                    found.Invalid(at + ".nonResourceURLs", paths, "rules cannot apply to both regular resources and non-resource URLs");
                continue;
            }

            if (rule.List("apiGroups") is null or { Count: 0 })
                found.Required(at + ".apiGroups", "resource rules must supply at least one api group");
            if (rule.List("resources") is null or { Count: 0 })
                found.Required(at + ".resources", "resource rules must supply at least one resource");
        }
    }

    private static void Binding(Findings found, JsonObject body, JsonObject? old, bool namespaced)
    {
        found.OneOf("roleRef.apiGroup", body.Text("roleRef", "apiGroup") is { Length: > 0 } group ? group : null, Group);
        found.OneOf("roleRef.kind", body.Text("roleRef", "kind") ?? "", namespaced ? ["Role", "ClusterRole"] : ["ClusterRole"]);
        var name = body.Text("roleRef", "name") ?? "";
        if (name.Length == 0)
            found.Required("roleRef.name");
        else
            found.Invalid("roleRef.name", name, NameRules.PathSegment(name));
        var index = 0;
        foreach (var subject in body.Objects("subjects"))
            Subject(found, subject, $"subjects[{index++}]", namespaced);
        if (old is not null)
            found.Immutable("roleRef", body["roleRef"], old["roleRef"], "cannot change roleRef");
    }

    private static void Subject(Findings found, JsonObject subject, string field, bool namespaced)
    {
        if (subject.Text("name") is null or "")
            found.Required(field + ".name");
        switch (subject.Text("kind"))
        {
            case "ServiceAccount":
                if (subject.Text("name") is { Length: > 0 } account)
                    found.Invalid(field + ".name", account, NameRules.Subdomain(account));
                found.OneOf(field + ".apiGroup", subject.Text("apiGroup"), "");
                if (!namespaced && subject.Text("namespace") is null or "" && !namespaced)
                    found.Required(field + ".namespace");
                break;
            case "User" or "Group":
                found.OneOf(field + ".apiGroup", subject.Text("apiGroup") ?? "", Group);
                break;
            default:
                found.NotSupported(field + ".kind", subject.Text("kind") ?? "", "ServiceAccount", "User", "Group");
                break;
        }
    }
}
