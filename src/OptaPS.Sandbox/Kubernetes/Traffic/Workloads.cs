using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Traffic;

/// <summary>Names the workload that a pod belongs to.</summary>
internal static class Workloads
{
    public const string Outside = "outside";

    public static string Of(JsonObject? pod)
    {
        if (pod is null)
            return Outside;
        var owner = pod.Objects("metadata", "ownerReferences").FirstOrDefault(item => item.Flag("controller"));
        var name = owner.Text("name") ?? pod.Name();
        // A ReplicaSet is named after its Deployment and a hash.
        if (owner.Text("kind") == "ReplicaSet" && name.LastIndexOf('-') is var dash and > 0)
            name = name[..dash];
        return pod.Namespace() + "/" + name;
    }
}
