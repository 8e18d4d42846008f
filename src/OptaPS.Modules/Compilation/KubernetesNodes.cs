using System.Text.Json.Nodes;

namespace OptaPS.Modules.Compilation;

/// <summary>Adds bare Kubernetes objects to a graph.</summary>
internal static class KubernetesNodes
{
    /// <summary>Adds an object.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="cluster">The cluster.</param>
    /// <param name="name">The part of the address behind the module's name.</param>
    /// <param name="document">The object with apiVersion and kind.</param>
    /// <param name="after">What must be there first.</param>
    /// <param name="sensitive">JSON pointers of secrets.</param>
    public static ResourceHandle Add(
        GraphBuilder graph, ClusterFacts cluster, string name, JsonObject document, IEnumerable<ResourceHandle> after, params string[] sensitive) =>
        graph.Add(
            name,
            "kubernetes",
            $"{document["apiVersion"]}/{document["kind"]}",
            document,
            new NodeOptions { After = after, Connection = cluster.Connect(), Sensitive = sensitive });

    /// <summary>Adds a namespace.</summary>
    public static ResourceHandle Namespace(
        GraphBuilder graph, ClusterFacts cluster, string address, string name, JsonObject labels, JsonObject annotations, IEnumerable<ResourceHandle> after)
    {
        labels["app.kubernetes.io/managed-by"] = "optaps";
        var metadata = new JsonObject { ["name"] = name, ["labels"] = labels };
        if (annotations.Count > 0)
            metadata["annotations"] = annotations;
        return Add(graph, cluster, address, new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Namespace", ["metadata"] = metadata }, after);
    }
}
