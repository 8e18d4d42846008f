using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Auth;
using OptaPS.Sandbox.Kubernetes.Errors;

namespace OptaPS.Sandbox.Kubernetes.Api;

/// <summary>The 403 of the authoriser.</summary>
internal static class AccessDenied
{
    public static ApiException Create(AccessQuestion question)
    {
        if (question.Path is { } path)
        {
            return new ApiException(403, "Forbidden", $"forbidden: User \"{question.User.Name}\" cannot {question.Verb} path \"{path}\"", []);
        }

        var resource = question.Subresource.Length > 0 ? question.Resource + "/" + question.Subresource : question.Resource;
        var place = question.Namespace.Length > 0 ? $"in the namespace \"{question.Namespace}\"" : "at the cluster scope";
        var qualified = question.Group.Length > 0 ? question.Resource + "." + question.Group : question.Resource;
        var subject = question.Name.Length > 0 ? $"{qualified} \"{question.Name}\" is forbidden" : $"{qualified} is forbidden";
        var details = new JsonObject();
        if (question.Name.Length > 0)
            details["name"] = question.Name;
        if (question.Group.Length > 0)
            details["group"] = question.Group;
        details["kind"] = question.Resource;
        return new ApiException(403, "Forbidden", $"{subject}: User \"{question.User.Name}\" cannot {question.Verb} resource \"{resource}\" in API group \"{question.Group}\" {place}", details);
    }
}
