using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Objects;

/// <summary>Selector and labels that tie a job to its pods.</summary>
internal sealed class JobRules : IKindRules
{
    public IReadOnlyList<string> Storages { get; } = ["batch/jobs"];

    public void PrepareCreate(Cluster cluster, JsonObject body)
    {
        body["status"] = new JsonObject();
        var spec = body.Ensure("spec");
        if (spec.Flag("manualSelector"))
            return;
        var uid = body.Uid();
        var labels = spec.Ensure("template", "metadata", "labels");
        labels["batch.kubernetes.io/controller-uid"] = uid;
        labels["batch.kubernetes.io/job-name"] = body.Name();
        labels["controller-uid"] = uid;
        labels["job-name"] = body.Name();
        spec.Ensure("selector", "matchLabels")["batch.kubernetes.io/controller-uid"] = uid;
    }

    public void PrepareUpdate(Cluster cluster, JsonObject body, JsonObject old, WriteContext context)
    {
    }

    /// <summary>A stored job without labels of its own shows those of its pods.</summary>
    public void Allocate(Cluster cluster, JsonObject body, JsonObject? old, bool dryRun)
    {
        if (!dryRun && old is null && !body.Flag("spec", "manualSelector"))
            body.Ensure("metadata").Default("labels", body.At("spec", "template", "metadata", "labels")?.DeepClone());
    }
}
