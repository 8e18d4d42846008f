using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Hosting;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Storage;

namespace OptaPS.Sandbox.Kubernetes.Auth;

/// <summary>Evaluates the stored roles and bindings.</summary>
internal sealed class RbacAuthorizer(ObjectStore store)
{
    private const string Group = "rbac.authorization.k8s.io/";

    public AccessAnswer Decide(AccessQuestion question)
    {
        if (question.User.Groups.Contains("system:masters"))
            return new AccessAnswer(true, "");
        foreach (var (rule, reason) in Rules(question.User, question.Namespace))
        {
            if (Covers(rule, question))
                return new AccessAnswer(true, "RBAC: allowed by " + reason);
        }

        return new AccessAnswer(false, "");
    }

    /// <summary>All rules that apply to a user in a namespace (empty: cluster-wide ones only), with the binding they come from.</summary>
    public IEnumerable<(JsonObject Rule, string Reason)> Rules(VerifiedUser user, string ns)
    {
        foreach (var binding in store.List(Group + "clusterrolebindings"))
        {
            if (Matching(binding.Body, user) is not { } subject)
                continue;
            foreach (var rule in RoleRules(binding.Body, ""))
                yield return (rule, $"ClusterRoleBinding \"{binding.Body.Name()}\" of {binding.Body.Text("roleRef", "kind")} \"{binding.Body.Text("roleRef", "name")}\" to {subject}");
        }

        if (ns.Length == 0)
            yield break;
        foreach (var binding in store.List(Group + "rolebindings", ns))
        {
            if (Matching(binding.Body, user) is not { } subject)
                continue;
            foreach (var rule in RoleRules(binding.Body, ns))
                yield return (rule, $"RoleBinding \"{binding.Body.Name()}/{ns}\" of {binding.Body.Text("roleRef", "kind")} \"{binding.Body.Text("roleRef", "name")}\" to {subject}");
        }
    }

    public IEnumerable<JsonObject> RoleRules(JsonObject binding, string ns)
    {
        var name = binding.Text("roleRef", "name") ?? "";
        var role = binding.Text("roleRef", "kind") == "ClusterRole"
            ? store.Get(Group + "clusterroles", "", name)
            : store.Get(Group + "roles", ns, name);
        return role?.Body.Objects("rules") ?? [];
    }

    public static bool Covers(JsonObject rule, AccessQuestion question)
    {
        if (!Any(rule, "verbs", question.Verb))
            return false;
        if (question.Path is { } path)
        {
            return rule.Texts("nonResourceURLs").Any(pattern => pattern == "*" || pattern == path
                || (pattern.EndsWith('*') && path.StartsWith(pattern[..^1], StringComparison.Ordinal)));
        }

        if (!Any(rule, "apiGroups", question.Group))
            return false;
        var wanted = question.Subresource.Length == 0 ? question.Resource : question.Resource + "/" + question.Subresource;
        var resources = rule.Texts("resources").ToList();
        if (!resources.Contains("*") && !resources.Contains(wanted) && !(question.Subresource.Length > 0 && resources.Contains("*/" + question.Subresource)))
            return false;
        var names = rule.Texts("resourceNames").ToList();
        return names.Count == 0 || names.Contains(question.Name);
    }

    private static bool Any(JsonObject rule, string member, string value) => rule.Texts(member).Any(text => text == "*" || text == value);

    private static string? Matching(JsonObject binding, VerifiedUser user)
    {
        foreach (var subject in binding.Objects("subjects"))
        {
            var name = subject.Text("name") ?? "";
            switch (subject.Text("kind"))
            {
                case "User" when name == user.Name:
                    return $"User \"{name}\"";
                case "Group" when user.Groups.Contains(name):
                    return $"Group \"{name}\"";
                case "ServiceAccount" when user.Name == $"system:serviceaccount:{subject.Text("namespace") ?? binding.Namespace()}:{name}":
                    return $"ServiceAccount \"{name}/{subject.Text("namespace") ?? binding.Namespace()}\"";
            }
        }

        return null;
    }
}
