using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Objects;

/// <summary>Labels that old clients expect to be copied, and nothing else: workloads have few special rules.</summary>
internal sealed class WorkloadRules : IKindRules
{
    private const string TemplateGeneration = "deprecated.daemonset.template.generation";

    public IReadOnlyList<string> Storages { get; } = ["/replicationcontrollers", "apps/daemonsets"];

    public void PrepareCreate(Cluster cluster, JsonObject body)
    {
        if (body.Text("kind") == "DaemonSet")
        {
            body.Ensure("metadata", "annotations")[TemplateGeneration] = "1";
            return;
        }

        var labels = body.At("spec", "template", "metadata", "labels");
        if (labels is null)
            return;
        var spec = body.Ensure("spec");
        spec.Default("selector", labels.DeepClone());
        body.Ensure("metadata").Default("labels", labels.DeepClone());
    }

    public void PrepareUpdate(Cluster cluster, JsonObject body, JsonObject old, WriteContext context)
    {
        if (body.Text("kind") != "DaemonSet" || context.Subresource.Length > 0)
            return;
        var number = long.TryParse(old.Annotation(TemplateGeneration), out var before) ? before : 1;
        if (!JsonWrite.Same(body.At("spec", "template"), old.At("spec", "template")))
            number++;
        body.Ensure("metadata", "annotations")[TemplateGeneration] = number.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    public void Allocate(Cluster cluster, JsonObject body, JsonObject? old, bool dryRun)
    {
    }
}
