using System.Text.Json.Nodes;
using OptaPS.Kubernetes;
using OptaPS.Kubernetes.Http;
using OptaPS.Kubernetes.Objects;
using OptaPS.Objects;
using OptaPS.Operations.Layers;
using OptaPS.Operations.Services;
using OptaPS.Operations.Sessions;
using OptaPS.Operations.Targets;
using OptaPS.Requests;

namespace OptaPS.Operations.Endpoints;

/// <summary>Lists addresses from what the cluster says: each HTTPRoute of a service, through its Gateway's address and listeners.</summary>
internal static class GetEndpointOperation
{
    private const string GatewayApi = "gateway.networking.k8s.io/v1";
    private const string BalancerAnnotation = "service.beta.kubernetes.io/aws-load-balancer-";
    private const string DomainAnnotation = "opta.dev/domain";

    public static async Task<IReadOnlyList<ServiceEndpoint>> RunAsync(GetEndpointRequest request, CancellationToken cancellationToken)
    {
        var target = await TargetResolver.ResolveAsync(request.Target, cancellationToken);
        var (environment, source) = await EnvironmentFinder.FindAsync(request.Target, target, request.Environment, cancellationToken);
        await using var session = Session.Open(target, CloudSettings.Of(source));
        var result = new List<ServiceEndpoint>();
        try
        {
            foreach (var module in await DeployedModules.ReadAsync(session, environment.Environment, request.Service, cancellationToken))
            {
                var client = await session.Clusters.GetAsync(module.Connection, cancellationToken);
                var routes = new ListQuery(GroupVersionKind.Of(GatewayApi, "HTTPRoute"), module.Namespace);
                await foreach (var route in client.ListAsync(routes, cancellationToken))
                {
                    if (Backends(route).Contains(module.ModuleName, StringComparer.Ordinal))
                        result.AddRange(await EndpointsAsync(client, target, environment.Environment, module, route, cancellationToken));
                }
            }
        }
        catch (KubernetesException e)
        {
            throw e.ToOptaException();
        }

        return [.. result.DistinctBy(e => e.Uri)];
    }

    private static async Task<List<ServiceEndpoint>> EndpointsAsync(
        IKubernetesClient client,
        ResolvedTarget target,
        string environment,
        DeployedModule module,
        JsonObject route,
        CancellationToken cancellationToken)
    {
        var result = new List<ServiceEndpoint>();
        foreach (var parent in Array(route["spec"]?["parentRefs"]))
        {
            var gatewayNamespace = Text(parent, "namespace") is { Length: > 0 } named ? named : module.Namespace;
            if (await client.GetAsync(ObjectKey.Of(GatewayApi, "Gateway", gatewayNamespace, Text(parent, "name")), cancellationToken) is not { } gateway)
                continue;

            var addresses = Array(gateway["status"]?["addresses"]).Select(a => Text(a, "value")).Where(a => a.Length > 0).ToList();
            var routeHosts = (route["spec"]?["hostnames"] as JsonArray ?? []).Select(h => h!.GetValue<string>()).ToList();
            foreach (var listener in Array(gateway["spec"]?["listeners"]))
            {
                var scheme = Text(listener, "protocol") switch { "HTTP" => "http", "HTTPS" => "https", _ => null };
                if (scheme is null)
                    continue;

                var port = listener["port"]!.GetValue<int>();
                var ended = EndsTls(gateway, port);
                var ca = scheme != "https" ? null : ended ? target.Endpoints.CaCertificates : await CertificateAsync(client, gatewayNamespace, listener, cancellationToken);
                var hosts = routeHosts.Count > 0 ? routeHosts : ended && Text(gateway["metadata"]?["annotations"] as JsonObject ?? [], DomainAnnotation) is { Length: > 0 } domain ? [domain] : addresses;
                var paths = Array(route["spec"]?["rules"]).SelectMany(rule => Array(rule["matches"])).Select(match => Text(match["path"] as JsonObject ?? [], "value"));
                result.AddRange(
                    from host in hosts
                    from path in paths.DefaultIfEmpty("/")
                    select new ServiceEndpoint(environment, module.ServiceName, module.ModuleName, new UriBuilder(scheme, host, port, path).Uri)
                    {
                        PublicUri = (routeHosts.Count > 0 ? host : "") + path,
                        ConnectTo = target.Endpoints.EntryAddresses.GetValueOrDefault(port.ToString(System.Globalization.CultureInfo.InvariantCulture), ""),
                        CaCertificates = ca,
                        Target = target.Name,
                    });
            }
        }

        return result;
    }

    // A load balancer that ends TLS presents a certificate of the cloud's authority, which clients trust anyway.
    private static bool EndsTls(JsonObject gateway, int port)
    {
        var annotations = gateway["spec"]?["infrastructure"]?["annotations"] as JsonObject ?? [];
        return Text(annotations, BalancerAnnotation + "ssl-cert").Length > 0
            && Text(annotations, BalancerAnnotation + "ssl-ports").Split(',').Contains(port.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparer.Ordinal);
    }

    // The certificate that the gateway presents; its own public part is what a client has to trust when it is self-signed.
    private static async Task<string?> CertificateAsync(IKubernetesClient client, string gatewayNamespace, JsonObject listener, CancellationToken cancellationToken)
    {
        if (Array(listener["tls"]?["certificateRefs"]).FirstOrDefault() is not { } reference)
            return null;

        var secretNamespace = Text(reference, "namespace") is { Length: > 0 } named ? named : gatewayNamespace;
        var secret = await client.GetAsync(ObjectKey.Of("v1", "Secret", secretNamespace, Text(reference, "name")), cancellationToken);
        var data = secret?["data"] as JsonObject;
        var encoded = data?["ca.crt"] ?? data?["tls.crt"];
        return encoded is null ? null : System.Text.Encoding.ASCII.GetString(Convert.FromBase64String(encoded.GetValue<string>()));
    }

    private static IEnumerable<string> Backends(JsonObject route) =>
        Array(route["spec"]?["rules"]).SelectMany(rule => Array(rule["backendRefs"])).Select(backend => Text(backend, "name"));

    private static IEnumerable<JsonObject> Array(JsonNode? node) => (node as JsonArray)?.OfType<JsonObject>() ?? [];

    private static string Text(JsonObject o, string name) => o[name]?.GetValue<string>() ?? "";
}
