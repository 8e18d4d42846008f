using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Objects;

namespace OptaPS.Sandbox.Kubernetes.Api;

/// <summary>Checks and cleans the configuration of a server-side apply.</summary>
internal static class ApplyBody
{
    public static JsonObject Prepare(ApiRequest request, JsonObject config)
    {
        var ns = config.Namespace();
        if (request.Kind.Namespaced && ns.Length > 0 && ns != request.Info.Namespace)
            throw ApiErrors.BadRequest("the namespace of the provided object does not match the namespace sent on the request");
        // Kept as it was sent: empty values that the decoder drops still claim ownership.
        var body = config.Copy();
        foreach (var (name, _) in config)
        {
            if (request.Info.Subresource == "status" && name is not ("apiVersion" or "kind" or "metadata" or "status"))
                body.Remove(name);
        }

        if (request.Info.Subresource.Length == 0 && KindRules.HasStatus(request.Kind))
            body.Remove("status");
        var meta = body.Ensure("metadata");
        meta["name"] = request.Info.Name;
        if (request.Kind.Namespaced)
            meta["namespace"] = request.Info.Namespace;
        return body;
    }
}
