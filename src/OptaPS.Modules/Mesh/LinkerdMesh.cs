using System.Text.Json.Nodes;
using OptaPS.Modules.Addons;
using OptaPS.Modules.Compilation;

namespace OptaPS.Modules.Mesh;

/// <summary>Linkerd: definitions, generated trust anchor and issuer, control plane.</summary>
internal static class LinkerdMesh
{
    private const string Domain = "cluster.local";

    /// <summary>Adds the mesh; gives its description for the layer's output <c>mesh</c>.</summary>
    public static JsonObject Add(GraphBuilder graph, ClusterFacts cluster, string environment, bool highAvailability, IReadOnlyList<ResourceHandle> definitions)
    {
        var anchor = graph.Add("linkerd-trust-anchor", "tls", "ca", new JsonObject
        {
            ["commonName"] = "root.linkerd." + Domain,
            ["dnsNames"] = new JsonArray("root.linkerd." + Domain),
            ["validityHours"] = 87600,
            ["isCa"] = true,
        });
        var issuer = graph.Add("linkerd-issuer", "tls", "certificate", new JsonObject
        {
            ["commonName"] = "identity.linkerd." + Domain,
            ["dnsNames"] = new JsonArray("identity.linkerd." + Domain),
            ["validityHours"] = 8760,
            ["isCa"] = true,
            ["pathLength"] = 0,
            ["caCertPem"] = anchor.Ref("certPem"),
            ["caKeyPem"] = anchor.Ref("keyPem"),
        }, new NodeOptions { Sensitive = ["/caKeyPem"] });

        var plane = AddonCatalog.Get("linkerd-control-plane");
        var home = AddonRelease.AddNamespace(graph, cluster, environment, plane, cluster.Ready);
        var kinds = AddonCatalog.Get("linkerd-crds");
        var crds = AddonRelease.Add(graph, cluster, kinds, kinds.Values, [home, .. definitions]);
        var values = plane.Values;
        values["identityTrustAnchorsPEM"] = anchor.Ref("certPem");
        values["identity"] = new JsonObject
        {
            ["issuer"] = new JsonObject
            {
                ["scheme"] = "linkerd.io/tls",
                ["tls"] = new JsonObject { ["crtPEM"] = issuer.Ref("certPem"), ["keyPEM"] = issuer.Ref("keyPem") },
            },
        };
        if (highAvailability)
        {
            values["controllerReplicas"] = 3;
            values["enablePodAntiAffinity"] = true;
        }
        AddonRelease.Add(graph, cluster, plane, values, [home, crds], "/identity/issuer/tls/keyPEM");
        return new JsonObject
        {
            ["name"] = "linkerd",
            ["version"] = plane.Version,
            ["namespace"] = plane.Namespace,
            ["trustAnchorExpires"] = anchor.Ref("notAfter"),
            ["issuerExpires"] = issuer.Ref("notAfter"),
        };
    }
}
