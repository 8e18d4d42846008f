using System.Text.Json.Nodes;
using OptaPS.Diagnostics;
using OptaPS.Modules.Compilation;

namespace OptaPS.Modules.Services;

/// <summary>What a service is inside its cluster, on every cloud: a namespace and a release of our k8s-service chart.</summary>
internal static class ServiceWorkload
{
    private static readonly string[] NotSupported =
        ["links", "persistent_storage", "cron_jobs", "sticky_session", "consistent_hash", "ingress_extra_annotations"];

    /// <summary>Adds namespace and release, and the module's outputs.</summary>
    /// <param name="context">The module.</param>
    /// <param name="graph">The graph.</param>
    /// <param name="cluster">The cluster.</param>
    /// <param name="accountAnnotations">Annotations of the service account.</param>
    /// <param name="after">What must be there first, such as the cloud role.</param>
    public static void Add(
        ModuleContext context, GraphBuilder graph, ClusterFacts cluster, JsonObject accountAnnotations, IReadOnlyList<ResourceHandle> after)
    {
        foreach (var input in NotSupported)
            context.RefuseIfUsed(input, $"The input '{input}'");

        var image = ServiceImage.Choose(context);
        var routes = PublicRoute.Read(context);
        if (routes.Count > 0 && cluster.GatewayName is null)
        {
            throw new OptaException(ModuleContext.Finding("OPTA6011", $"The service '{context.Name}' has a public address, but the environment has no entry.") with
            {
                Location = context.Inputs.LocationOf("public_uri"),
                Remedy = "Put a k8s-base module (local-base on own clusters) into the environment and apply it, or remove public_uri.",
            });
        }

        var home = AddNamespace(context, graph, cluster);
        graph.Add("release", "helm", "release", new JsonObject
        {
            ["name"] = $"{context.Layer}-{context.Name}",
            ["namespace"] = context.Layer,
            ["createNamespace"] = false,
            ["chart"] = new JsonObject { ["embedded"] = "k8s-service" },
            ["values"] = ServiceValues.Build(context, cluster, image, routes, accountAnnotations),
            ["timeoutSeconds"] = context.Inputs.FindInt("timeout") ?? 300,
            ["wait"] = true,
            ["atomic"] = false,
            ["skipCrds"] = false,
            ["maxHistory"] = context.Inputs.FindInt("max_history") ?? 25,
        }, new NodeOptions { After = [home, .. after], Connection = cluster.Connect(), Sources = ValueSourceMap.Of(context, image) });

        graph.Output("docker_repo_url", "");
        graph.Output("current_image", image.Name);
        graph.Output("current_tag", image.Tag);
        graph.Output("current_digest", image.Digest);
        graph.Output("namespace", context.Layer);
        graph.Output("service", context.Name);
        graph.Output("routes", new JsonArray([.. routes.Select(route => (JsonNode)new JsonObject { ["host"] = route.Host, ["path"] = route.Path })]));
    }

    private static ResourceHandle AddNamespace(ModuleContext context, GraphBuilder graph, ClusterFacts cluster)
    {
        var metadata = new JsonObject
        {
            ["name"] = context.Layer,
            ["labels"] = new JsonObject
            {
                ["app.kubernetes.io/managed-by"] = "optaps",
                ["opta.dev/environment"] = context.Environment,
                ["opta.dev/layer"] = context.Layer,
                ["pod-security.kubernetes.io/enforce"] = cluster.Mesh is null ? "baseline" : "privileged",
            },
        };
        if (cluster.Mesh == "linkerd")
            metadata["annotations"] = new JsonObject { ["linkerd.io/inject"] = "enabled" };
        return graph.AddShared(
            "layer/namespace",
            "kubernetes",
            "v1/Namespace",
            new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Namespace", ["metadata"] = metadata },
            new NodeOptions { After = cluster.Ready, Connection = cluster.Connect() });
    }
}
