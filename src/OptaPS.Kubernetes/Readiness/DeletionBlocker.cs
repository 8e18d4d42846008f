using System.Text.Json.Nodes;
using OptaPS.Diagnostics;
using OptaPS.Engine.Providers;
using OptaPS.Kubernetes.Objects;

namespace OptaPS.Kubernetes.Readiness;

/// <summary>Says what keeps an object that is being deleted.</summary>
public static class DeletionBlocker
{
    /// <summary>The finalizers, contents or grace period that keep a live object, in words.</summary>
    public static string Describe(JsonObject live)
    {
        if (!live.IsBeingDeleted())
            return "the cluster has not started yet";
        if (live.GetKind() is { Group: "", Kind: "Namespace" })
        {
            var remaining = (live["status"]?["conditions"] as JsonArray ?? []).OfType<JsonObject>()
                .Where(condition => condition.Text("type") is "NamespaceContentRemaining" or "NamespaceFinalizersRemaining" or "NamespaceDeletionContentFailure" or "NamespaceDeletionDiscoveryFailure" && condition.Text("status") == "True")
                .Select(condition => condition.Text("message"))
                .ToList();
            return remaining.Count > 0 ? string.Join("; ", remaining) : "its contents are being deleted";
        }

        var finalizers = (live["metadata"]?["finalizers"] as JsonArray ?? []).Select(finalizer => finalizer?.ToString()).ToList();
        if (finalizers.Contains("foregroundDeletion"))
            return "its dependants are being deleted first (finalizer foregroundDeletion)";
        if (finalizers.Count > 0)
            return $"finalizer {string.Join(", ", finalizers)} has not been removed by its controller{Owner(live)}";
        return live["metadata"].Number("deletionGracePeriodSeconds") is > 0 and var grace ? $"it has {grace} s to end" : "the cluster is removing it";
    }

    private static string Owner(JsonObject live) => live["metadata"]?["ownerReferences"] is JsonArray { Count: > 0 } owners
        ? $" (it belongs to {string.Join(", ", owners.OfType<JsonObject>().Select(owner => $"{owner.Text("kind")} {owner.Text("name")}"))})"
        : "";

    internal static ProviderFailure Failure(JsonObject live, string blocker, TimeSpan waited, string address) => new(
        new Diagnostic("OPTA4042", Severity.Error, $"{ObjectKey.Of(live)} is still there {waited.TotalSeconds:0} s after its deletion was asked for.")
        {
            Resource = address,
            Cause = blocker,
            Remedy = "Bring the controller that owns the finalizer back to work (it may have been removed too early), or remove the finalizer by hand when nothing outside is left behind.",
            Category = DiagnosticCategory.OperationTimeout,
        },
        RetryAdvice.No);
}
