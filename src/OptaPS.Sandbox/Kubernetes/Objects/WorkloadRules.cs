using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Objects;

/// <summary>Labels that old clients expect to be copied, and nothing else: workloads have few special rules.</summary>
internal sealed class WorkloadRules : IKindRules
{
    public IReadOnlyList<string> Storages { get; } = ["/replicationcontrollers"];

    public void PrepareCreate(Cluster cluster, JsonObject body)
    {
        var labels = body.At("spec", "template", "metadata", "labels");
        if (labels is null)
            return;
        var spec = body.Ensure("spec");
        spec.Default("selector", labels.DeepClone());
        body.Ensure("metadata").Default("labels", labels.DeepClone());
    }

    public void PrepareUpdate(Cluster cluster, JsonObject body, JsonObject old, WriteContext context)
    {
    }

    public void Allocate(Cluster cluster, JsonObject body, JsonObject? old, bool dryRun)
    {
    }
}
