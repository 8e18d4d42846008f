using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Clusters;

/// <summary>What runs in a cluster, in short.</summary>
internal static class WorkloadList
{
    private static readonly (string Resource, string Kind, string Wanted, string Ready)[] Kinds =
    [
        ("apps/deployments", "Deployment", "replicas", "readyReplicas"),
        ("apps/statefulsets", "StatefulSet", "replicas", "readyReplicas"),
        ("apps/daemonsets", "DaemonSet", "desiredNumberScheduled", "numberReady")
    ];

    public static JsonObject Describe(Cluster cluster)
    {
        var pods = cluster.Store.List("/pods");
        return new JsonObject
        {
            ["name"] = cluster.Spec.Name,
            ["nodes"] = cluster.Store.List("/nodes").Count,
            ["objects"] = cluster.Store.Resources().Sum(r => cluster.Store.List(r).Count),
            ["pods"] = new JsonObject
            {
                ["total"] = pods.Count,
                ["ready"] = pods.Count(p => p.Body.Objects("status", "conditions").Any(c => c.Text("type") == "Ready" && c.Text("status") == "True"))
            },
            ["workloads"] = new JsonArray([.. Kinds.SelectMany(kind => cluster.Store.List(kind.Resource).Select(item => (JsonNode)new JsonObject
            {
                ["kind"] = kind.Kind,
                ["namespace"] = item.Key.Namespace,
                ["name"] = item.Key.Name,
                ["wanted"] = kind.Kind == "DaemonSet" ? item.Body.Number("status", kind.Wanted) ?? 0 : item.Body.Number("spec", kind.Wanted) ?? 1,
                ["ready"] = item.Body.Number("status", kind.Ready) ?? 0
            }))])
        };
    }
}
