using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Objects;
using OptaPS.Sandbox.Kubernetes.Schema;

namespace OptaPS.Sandbox.Kubernetes.Pods;

/// <summary>Assigns pods to nodes.</summary>
internal static class PodBinder
{
    private static readonly string[] Topology = ["topology.kubernetes.io/region", "topology.kubernetes.io/zone"];

    private static ApiException Already(string name, string why) => new(409, "Conflict", $"Operation cannot be fulfilled on pods/binding \"{name}\": {why}",
        new JsonObject { ["name"] = name, ["kind"] = "pods/binding" });

    public static Task<WriteResult> BindAsync(Cluster cluster, ResourceKind pods, string ns, string name, string node, CancellationToken ct)
    {
        var context = new WriteContext(pods, ns, name) { Internal = true, Manager = "kube-scheduler", Subresource = "binding" };
        return cluster.Objects.UpdateAsync(context, pod =>
        {
            if (pod.IsDeleting())
                throw ApiErrors.Conflict(pods, name, $"pod {name} is being deleted, cannot be assigned to a host");
            if (pod.Text("spec", "nodeName") is { Length: > 0 } present)
                throw Already(name, $"pod {name} is already assigned to node \"{present}\"");
            pod.Ensure("spec")["nodeName"] = node;
            var target = cluster.Store.Get("/nodes", "", node)?.Body;
            foreach (var label in Topology)
            {
                if (target?.Label(label) is { } value)
                    pod.Ensure("metadata", "labels")[label] = value;
            }

            PodConditions.Set(cluster, pod, "PodScheduled", true, null, null);
            return pod;
        }, ct);
    }
}
