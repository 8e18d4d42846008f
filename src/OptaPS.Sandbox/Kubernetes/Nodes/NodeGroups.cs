using System.Globalization;
using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Objects;

namespace OptaPS.Sandbox.Kubernetes.Nodes;

/// <summary>Node groups and their nodes: each wanted node exists as a ready Node object.</summary>
internal sealed class NodeGroups(Cluster cluster)
{
    public const string GroupLabel = "eks.amazonaws.com/nodegroup";

    public void Set(string group, int count, IReadOnlyDictionary<string, string> labels)
    {
        var kind = cluster.Kinds.Builtin("", "nodes");
        for (var i = 0; i < count; i++)
        {
            var name = Name(group, i);
            if (cluster.Store.Get(kind.Storage, "", name) is null)
                cluster.Store.Put(kind.Storage, new Storage.ObjectKey("", name), NodeObject.Create(cluster, name, group, i, labels), null);
        }

        foreach (var surplus in cluster.Store.List(kind.Storage).Where(item => item.Body.Label(GroupLabel) == group && Index(item.Body) >= count))
        {
            foreach (var pod in cluster.Store.List("/pods").Where(pod => pod.Body.Text("spec", "nodeName") == surplus.Key.Name))
                cluster.Store.Remove(pod);
            cluster.Store.Remove(surplus);
        }
    }

    /// <summary>Called for a pod that no node can hold: asks the cloud for one more node when the cluster-autoscaler runs.</summary>
    public void Want(JsonObject pod, bool forLackOfRoom)
    {
        if (!forLackOfRoom || cluster.Spec.ScaleNodeGroup is not { } scale)
            return;
        var autoscaler = cluster.Store.List("apps/deployments").Any(item => item.Key.Name.Contains("cluster-autoscaler", StringComparison.Ordinal) && (item.Body.Number("status", "readyReplicas") ?? 0) > 0);
        var groups = cluster.Store.List("/nodes").Select(item => item.Body.Label(GroupLabel)).OfType<string>().ToList();
        if (autoscaler && groups.Count > 0)
            scale(groups[0], groups.Count(name => name == groups[0]) + 1);
    }

    private static string Name(string group, int index) =>
        string.Create(CultureInfo.InvariantCulture, $"ip-10-{NodeObject.Octet(group)}-{index / 250}-{(index % 250) + 4}.ec2.internal");

    private static int Index(JsonObject node) => (int)(node.Annotation("sandbox.optaps.dev/node-index") is { } text && int.TryParse(text, CultureInfo.InvariantCulture, out var index) ? index : 0);
}
