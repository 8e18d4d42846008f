using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Pods;

namespace OptaPS.Sandbox.Kubernetes.Controllers;

/// <summary>What still keeps a terminating namespace.</summary>
internal static class NamespaceConditions
{
    public static void Report(Cluster cluster, JsonObject body, IReadOnlyDictionary<string, int> remaining, IReadOnlyDictionary<string, int> finalizers)
    {
        PodConditions.Set(cluster, body, "NamespaceDeletionDiscoveryFailure", false, "ResourcesDiscovered", "All resources successfully discovered");
        PodConditions.Set(cluster, body, "NamespaceDeletionGroupVersionParsingFailure", false, "ParsedGroupVersions", "All legacy kube types successfully parsed");
        PodConditions.Set(cluster, body, "NamespaceDeletionContentFailure", false, "ContentDeleted", "All content successfully deleted, may be waiting on finalization");
        PodConditions.Set(cluster, body, "NamespaceContentRemaining", true, "SomeResourcesRemain",
            "Some resources are remaining: " + string.Join(", ", remaining.Select(pair => $"{pair.Key} has {pair.Value} resource instances")));
        if (finalizers.Count > 0)
        {
            PodConditions.Set(cluster, body, "NamespaceFinalizersRemaining", true, "SomeFinalizersRemain",
                "Some content in the namespace has finalizers remaining: " + string.Join(", ", finalizers.Select(pair => $"{pair.Key} in {pair.Value} resource instances")));
        }
        else
        {
            PodConditions.Set(cluster, body, "NamespaceFinalizersRemaining", false, "ContentHasNoFinalizers", "All content-preserving finalizers finished");
        }
    }
}
