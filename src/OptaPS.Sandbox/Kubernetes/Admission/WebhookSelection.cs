using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Api;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Admission;

/// <summary>Whether a webhook is asked about a write.</summary>
internal static class WebhookSelection
{
    public static bool Matches(Cluster cluster, JsonObject hook, AdmissionRequest request)
    {
        var kind = request.Context.Kind;
        var named = hook.Objects("rules").Any(rule => Has(rule, "operations", request.Operation) && Has(rule, "apiGroups", kind.Group) && Has(rule, "apiVersions", kind.Version)
            && rule.Texts("resources").Any(resource => resource is "*" or "*/*" || resource == kind.Plural)
            && (rule.Text("scope") switch { "Namespaced" => kind.Namespaced, "Cluster" => !kind.Namespaced, _ => true }));
        if (!named)
            return false;
        return Selects(cluster, hook, request);
    }

    /// <summary>Whether the selectors of a hook or of a policy choose the object and its namespace.</summary>
    public static bool Selects(Cluster cluster, JsonObject hook, AdmissionRequest request)
    {
        var kind = request.Context.Kind;
        if (hook.Map("objectSelector") is { Count: > 0 } selector && !LabelSelector.FromObject(selector)!.Matches(request.Body))
            return false;
        if (hook.Map("namespaceSelector") is not { Count: > 0 } spaces)
            return true;
        var space = kind.Storage == "/namespaces" ? request.Body : kind.Namespaced ? cluster.Store.Get("/namespaces", "", request.Context.Namespace)?.Body : null;
        return space is null ? !kind.Namespaced : LabelSelector.FromObject(spaces)!.Matches(space);
    }

    private static bool Has(JsonObject rule, string member, string value) => rule.Texts(member).Any(text => text == "*" || text == value);
}
