using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Objects;

/// <summary>Phases of claims and volumes.</summary>
internal sealed class ClaimRules : IKindRules
{
    public IReadOnlyList<string> Storages { get; } = ["/persistentvolumeclaims", "/persistentvolumes"];

    public void PrepareCreate(Cluster cluster, JsonObject body) => 
        body["status"] = body.Text("kind") == "PersistentVolume" ? new JsonObject { ["phase"] = "Pending", ["lastPhaseTransitionTime"] = cluster.Timestamp } : new JsonObject { ["phase"] = "Pending" };

    public void PrepareUpdate(Cluster cluster, JsonObject body, JsonObject old, WriteContext context)
    {
    }

    public void Allocate(Cluster cluster, JsonObject body, JsonObject? old, bool dryRun)
    {
    }
}
