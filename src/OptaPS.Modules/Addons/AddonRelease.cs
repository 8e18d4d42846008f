using System.Text.Json.Nodes;
using OptaPS.Modules.Compilation;

namespace OptaPS.Modules.Addons;

/// <summary>Adds an add-on's namespace and release to a graph.</summary>
internal static class AddonRelease
{
    private const int TimeoutSeconds = 600;

    /// <summary>Adds the namespace of an add-on.</summary>
    public static ResourceHandle AddNamespace(GraphBuilder graph, ClusterFacts cluster, string environment, Addon addon, IEnumerable<ResourceHandle> after)
    {
        var labels = new JsonObject { ["opta.dev/environment"] = environment, ["opta.dev/addon"] = addon.Name };
        if (addon.PodSecurity is not null)
            labels["pod-security.kubernetes.io/enforce"] = addon.PodSecurity;
        return KubernetesNodes.Namespace(graph, cluster, $"namespace-{addon.Namespace}", addon.Namespace, labels, [], after);
    }

    /// <summary>Adds the release of an add-on.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="cluster">The cluster.</param>
    /// <param name="addon">The add-on.</param>
    /// <param name="values">The values, filled in.</param>
    /// <param name="after">What must be there first, the namespace included.</param>
    /// <param name="sensitive">JSON pointers of secrets inside the values.</param>
    public static ResourceHandle Add(
        GraphBuilder graph, ClusterFacts cluster, Addon addon, JsonObject values, IEnumerable<ResourceHandle> after, params string[] sensitive) =>
        graph.Add(addon.Name, "helm", "release", new JsonObject
        {
            ["name"] = addon.Name,
            ["namespace"] = addon.Namespace,
            ["createNamespace"] = false,
            ["chart"] = new JsonObject { ["repository"] = addon.Repository, ["name"] = addon.Chart, ["version"] = addon.Version },
            ["values"] = values,
            ["timeoutSeconds"] = TimeoutSeconds,
            ["wait"] = true,
            ["atomic"] = false,
            ["skipCrds"] = false,
        }, new NodeOptions { After = after, Connection = cluster.Connect(), Sensitive = [.. sensitive.Select(path => "/values" + path)] });
}
