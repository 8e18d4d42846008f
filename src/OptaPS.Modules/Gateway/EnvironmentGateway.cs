using System.Text.Json.Nodes;
using OptaPS.Engine.Expressions;
using OptaPS.Modules.Addons;
using OptaPS.Modules.Compilation;
using OptaPS.Modules.Documents;

namespace OptaPS.Modules.Gateway;

/// <summary>The entry of an environment: Gateway API, NGINX Gateway Fabric, one Gateway and its certificate.</summary>
internal static class EnvironmentGateway
{
    /// <summary>The gateway's name.</summary>
    public const string Name = "entry";

    /// <summary>The gateway's namespace.</summary>
    public const string Namespace = "opta-entry";

    /// <summary>Annotation of the gateway with the domain that its load balancer has a certificate for.</summary>
    public const string DomainAnnotation = "opta.dev/domain";

    private const string CertificateSecret = "entry-certificate";

    /// <summary>Adds the Gateway API definitions as a stage of their own.</summary>
    public static IReadOnlyList<ResourceHandle> AddDefinitions(GraphBuilder graph, ClusterFacts cluster) =>
        [.. EmbeddedText.Names("crds/").Select(file => KubernetesNodes.Add(
            graph, cluster, "crd-" + Path.GetFileNameWithoutExtension(file), EmbeddedText.Json(file), cluster.Ready))];

    /// <summary>Adds controller, certificate and gateway; gives the gateway.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="cluster">The cluster.</param>
    /// <param name="environment">The environment's name.</param>
    /// <param name="options">How the entry is set up.</param>
    /// <param name="definitions">The Gateway API definitions.</param>
    /// <param name="after">What must be there before the gateway and gone after it, such as the cloud's load balancer controller.</param>
    public static ResourceHandle Add(
        GraphBuilder graph, ClusterFacts cluster, string environment, EntryOptions options, IReadOnlyList<ResourceHandle> definitions, IEnumerable<ResourceHandle> after)
    {
        var addon = AddonCatalog.Get("nginx-gateway-fabric");
        var values = addon.Values.DeepClone().AsObject();
        values["nginx"]!["replicas"] = options.Replicas;
        values["nginxGateway"]!["replicas"] = Math.Min(options.Replicas, 2);
        var home = AddonRelease.AddNamespace(graph, cluster, environment, addon, cluster.Ready);
        var controller = AddonRelease.Add(graph, cluster, addon, values, [home, .. definitions]);

        var space = KubernetesNodes.Namespace(
            graph, cluster, "namespace-" + Namespace, Namespace, new JsonObject { ["opta.dev/environment"] = environment }, [], cluster.Ready);
        var secret = AddCertificate(graph, cluster, environment, options, space);
        return KubernetesNodes.Add(graph, cluster, "gateway", Document(environment, options), [controller, space, secret, .. after]);
    }

    private static ResourceHandle AddCertificate(
        GraphBuilder graph, ClusterFacts cluster, string environment, EntryOptions options, ResourceHandle space)
    {
        var authority = graph.Add("entry-authority", "tls", "ca", new JsonObject
        {
            ["commonName"] = $"OptaPS entry of {environment}", ["dnsNames"] = new JsonArray(), ["validityHours"] = 87600, ["isCa"] = true,
        });
        var certificate = graph.Add("entry-certificate", "tls", "certificate", new JsonObject
        {
            ["commonName"] = options.DnsNames[0],
            ["dnsNames"] = new JsonArray([.. options.DnsNames.Select(name => (JsonNode)name)]),
            ["validityHours"] = 19800,
            ["isCa"] = false,
            ["caCertPem"] = authority.Ref("certPem"),
            ["caKeyPem"] = authority.Ref("keyPem"),
        }, new NodeOptions { Sensitive = ["/caKeyPem"] });
        return KubernetesNodes.Add(graph, cluster, "entry-secret", new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Secret",
            ["metadata"] = new JsonObject { ["name"] = CertificateSecret, ["namespace"] = Namespace },
            ["type"] = "kubernetes.io/tls",
            ["data"] = new JsonObject
            {
                ["tls.crt"] = Expression.Base64(Expression.Concat(certificate.Ref("certPem"), authority.Ref("certPem"))),
                ["tls.key"] = Expression.Base64(certificate.Ref("keyPem")),
            },
        }, [space], "/data/tls.key");
    }

    private static JsonObject Document(string environment, EntryOptions options)
    {
        var spec = new JsonObject
        {
            ["gatewayClassName"] = "nginx",
            ["listeners"] = new JsonArray(
                Listener("http", 80, "HTTP", environment),
                Listener("https", 443, "HTTPS", environment)),
        };
        if (options.Annotations.Count > 0)
            spec["infrastructure"] = new JsonObject { ["annotations"] = options.Annotations.DeepClone() };
        var metadata = new JsonObject { ["name"] = Name, ["namespace"] = Namespace };
        if (options.Domain is not null)
            metadata["annotations"] = new JsonObject { [DomainAnnotation] = options.Domain };
        return new JsonObject { ["apiVersion"] = "gateway.networking.k8s.io/v1", ["kind"] = "Gateway", ["metadata"] = metadata, ["spec"] = spec };
    }

    private static JsonObject Listener(string name, int port, string protocol, string environment)
    {
        var listener = new JsonObject
        {
            ["name"] = name,
            ["port"] = port,
            ["protocol"] = protocol,
            ["allowedRoutes"] = new JsonObject
            {
                ["namespaces"] = new JsonObject
                {
                    ["from"] = "Selector",
                    ["selector"] = new JsonObject { ["matchLabels"] = new JsonObject { ["opta.dev/environment"] = environment } },
                },
            },
        };
        if (protocol == "HTTPS")
        {
            listener["tls"] = new JsonObject
            {
                ["mode"] = "Terminate",
                ["certificateRefs"] = new JsonArray(new JsonObject { ["group"] = "", ["kind"] = "Secret", ["name"] = CertificateSecret }),
            };
        }
        return listener;
    }
}
