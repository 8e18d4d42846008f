using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Admission;

/// <summary>Objects go only into namespaces that exist and are not terminating.</summary>
internal sealed class NamespaceLifecycle(Cluster cluster) : IAdmissionPlugin
{
    public Task AdmitAsync(AdmissionRequest request, CancellationToken ct)
    {
        if (!request.IsCreate || !request.Context.Kind.Namespaced || request.Context.Subresource.Length > 0 || request.Context.Kind.Kind == "LocalSubjectAccessReview")
            return Task.CompletedTask;
        var name = request.Context.Namespace;
        var space = cluster.Store.Get("/namespaces", "", name)
            ?? throw ApiErrors.NotFound(cluster.Kinds.Builtin("", "namespaces"), name);
        if (!space.Body.IsDeleting())
            return Task.CompletedTask;
        var kind = request.Context.Kind;
        var details = ApiErrors.Details(kind, request.Body.Name());
        details["causes"] = new JsonArray(new JsonObject
        {
            ["reason"] = "NamespaceTerminating",
            ["message"] = $"namespace {name} is being terminated",
            ["field"] = "metadata.namespace"
        });
        throw new ApiException(403, "Forbidden", $"{kind.QualifiedPlural} \"{request.Body.Name()}\" is forbidden: unable to create new content in namespace {name} because it is being terminated", details);
    }

    public Task ValidateAsync(AdmissionRequest request, CancellationToken ct) => Task.CompletedTask;
}
