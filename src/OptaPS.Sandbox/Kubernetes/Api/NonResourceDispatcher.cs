using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Discovery;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Api;

/// <summary>Health, version, discovery and OpenAPI paths.</summary>
internal sealed class NonResourceDispatcher(Cluster cluster)
{
    private readonly DiscoveryHandler discovery = new(cluster);
    private readonly OpenApiHandler openApi = new(cluster);

    public async Task DispatchAsync(ApiRequest request)
    {
        var path = request.Info.Path.TrimEnd('/');
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length == 0)
        {
            await discovery.RootAsync(request);
            return;
        }

        if (request.Info.Verb is not ("get" or "head") && parts[0] is "api" or "apis" or "version")
            throw ApiErrors.MethodNotAllowed();
        switch (parts[0])
        {
            case "healthz" or "livez" or "readyz":
                await HealthAsync(request, parts[0]);
                break;
            case "version" when parts.Length == 1:
                await ResponseWriter.WriteAsync(request, 200, ClusterVersion.Document(cluster.Spec.Version), ResponseForm.Json);
                break;
            case "apis" when parts.Length == 3 && Aggregated(cluster, parts[1], parts[2]) && !cluster.Kinds.All.Any(kind => kind.Group == parts[1]):
                throw ApiErrors.NoBackend();
            case "api" or "apis":
                await discovery.DispatchAsync(request, parts);
                break;
            case "openapi":
                await openApi.DispatchAsync(request, parts);
                break;
            case ".well-known" when path == "/.well-known/openid-configuration":
                await ResponseWriter.WriteAsync(request, 200, OpenIdConfiguration(), ResponseForm.Json);
                break;
            case "openid" when path == "/openid/v1/jwks":
                request.Http.Response.ContentType = "application/jwk-set+json";
                await ResponseWriter.WriteTextAsync(request, 200, JsonText.ToText(cluster.Tokens.KeySet()), "application/jwk-set+json");
                break;
            case "metrics" when parts.Length == 1:
                await ResponseWriter.WriteTextAsync(request, 200, $"# TYPE apiserver_storage_objects gauge\n{string.Concat(cluster.Store.Resources().Select(name => $"apiserver_storage_objects{{resource=\"{name}\"}} {cluster.Store.List(name).Count}\n"))}", "text/plain; version=0.0.4; charset=utf-8; escaping=underscores");
                break;
            default:
                await ResponseWriter.WriteTextAsync(request, 404, "404 page not found\n");
                break;
        }
    }

    /// <summary>Whether another server should serve the group: the sandbox runs none, so that calls find nobody.</summary>
    public static bool Aggregated(Cluster cluster, string group, string version) =>
        cluster.Store.Get("apiregistration.k8s.io/apiservices", "", version + "." + group)?.Body.At("spec", "service") is not null;

    private static Task HealthAsync(ApiRequest request, string check) =>
        request.Http.Request.Query.ContainsKey("verbose")
            ? ResponseWriter.WriteTextAsync(request, 200, $"[+]ping ok\n[+]log ok\n[+]etcd ok\n{check} check passed\n")
            : ResponseWriter.WriteTextAsync(request, 200, "ok");

    private JsonObject OpenIdConfiguration() => new()
    {
        ["issuer"] = cluster.Tokens.Issuer,
        ["jwks_uri"] = cluster.Tokens.Issuer.TrimEnd('/') + "/openid/v1/jwks",
        ["response_types_supported"] = new JsonArray("id_token"),
        ["subject_types_supported"] = new JsonArray("public"),
        ["id_token_signing_alg_values_supported"] = new JsonArray("ES256")
    };
}
