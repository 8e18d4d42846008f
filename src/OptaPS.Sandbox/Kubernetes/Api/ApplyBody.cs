using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Api;

/// <summary>Checks and cleans the configuration of a server-side apply.</summary>
internal static class ApplyBody
{
    public static JsonObject Prepare(Cluster cluster, ApiRequest request, JsonObject config)
    {
        var ns = config.Namespace();
        if (request.Kind.Namespaced && ns.Length > 0 && ns != request.Info.Namespace)
            throw ApiErrors.BadRequest("the namespace of the provided object does not match the namespace sent on the request");
        var body = new BodyDecoder(cluster, request).Decode(config, []);
        // Keep what was sent: empty values that the decoder drops still claim ownership.
        var meta = body.Ensure("metadata");
        meta["name"] = request.Info.Name;
        if (request.Kind.Namespaced)
            meta["namespace"] = request.Info.Namespace;
        return body;
    }
}
