using System.Text.Json.Nodes;
using OptaPS.Configuration.Providers;
using OptaPS.Modules.Addons;
using OptaPS.Modules.Aws.Cluster;
using OptaPS.Modules.Compilation;
using OptaPS.Modules.Gateway;
using OptaPS.Modules.Mesh;

namespace OptaPS.Modules.Local;

/// <summary>Entry, metrics and (on request) mesh on a cluster that exists already: a local one or one of the user's own.</summary>
internal sealed class LocalBaseModule : IModule
{
    /// <inheritdoc/>
    public string Type => "local-base";

    /// <inheritdoc/>
    public void Build(ModuleContext context, GraphBuilder graph)
    {
        var cluster = new ClusterFacts { Connection = LocalConnection.Of(context) };
        var definitions = EnvironmentGateway.AddDefinitions(graph, cluster);
        var metrics = AddonCatalog.Get("metrics-server");
        metrics.Values["args"] = new JsonArray("--kubelet-insecure-tls");
        var home = AddonRelease.AddNamespace(graph, cluster, context.Environment, metrics, []);
        AddonRelease.Add(graph, cluster, metrics, metrics.Values, [home]);

        var mesh = MeshChoice.WantsLinkerd(context) ? LinkerdMesh.Add(graph, cluster, context.Environment, false, definitions) : null;
        var gateway = EnvironmentGateway.Add(
            graph, cluster, context.Environment, new EntryOptions { DnsNames = ["localhost", "*.localhost"] }, definitions, []);

        graph.Output("k8s_cluster_name", context.Provider is ClusterProvider own ? own.Context ?? "current-context" : "opta-local-cluster");
        graph.Output(AwsEksModule.ConnectionOutput, cluster.Connect());
        graph.Output("mesh", mesh);
        graph.Output("gateway", new JsonObject { ["name"] = EnvironmentGateway.Name, ["namespace"] = EnvironmentGateway.Namespace });
        graph.Output("load_balancer_raw_dns", gateway.Ref("status/addresses/0/value"));
    }
}
