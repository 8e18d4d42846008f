using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Api;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Validation;

/// <summary>Deployments, replica sets, stateful sets, daemon sets: selector, template, replicas, what may not change.</summary>
internal sealed class WorkloadValidator : IKindValidator
{
    private static readonly string[] StatefulMutable = ["replicas", "ordinals", "template", "updateStrategy", "revisionHistoryLimit", "persistentVolumeClaimRetentionPolicy", "minReadySeconds"];

    public IReadOnlyList<string> Storages { get; } = ["apps/deployments", "apps/replicasets", "apps/statefulsets", "apps/daemonsets"];

    public IEnumerable<FieldError> Validate(JsonObject body, JsonObject? old)
    {
        var kind = body.Text("kind") ?? "";
        var spec = body.Map("spec") ?? [];
        if (spec.Number("replicas") is < 0)
            yield return FieldError.Invalid("spec.replicas", spec.Number("replicas"), "must be greater than or equal to 0");
        var selector = spec.Map("selector");
        var labels = spec.At("template", "metadata", "labels");
        if (selector is null)
            yield return FieldError.Required("spec.selector");
        else if (selector.Count == 0)
            yield return FieldError.Invalid("spec.selector", new JsonObject(), $"empty selector is invalid for {kind.ToLowerInvariant()}");
        if (selector is null || (selector.Count > 0 && !LabelSelector.FromObject(selector)!.Matches(labels.Pairs())))
            yield return FieldError.Invalid("spec.template.metadata.labels", labels?.DeepClone(), "`selector` does not match template `labels`");
        foreach (var error in MetadataValidator.Labels(labels, "spec.template.labels"))
            yield return error;
        foreach (var error in ContainerRules.Check(spec.At("template", "spec"), "spec.template.spec"))
            yield return error;
        if (spec.Text("template", "spec", "restartPolicy") is { } policy and not "Always")
            yield return FieldError.NotSupported("spec.template.spec.restartPolicy", policy, "Always");
        if (kind == "Deployment" && spec.Number("progressDeadlineSeconds") is { } deadline && deadline <= (spec.Number("minReadySeconds") ?? 0))
            yield return FieldError.Invalid("spec.progressDeadlineSeconds", deadline, "must be greater than minReadySeconds");
        if (old is null)
            yield break;
        if (kind == "StatefulSet")
        {
            var changed = spec.Select(pair => pair.Key).Union(old.Map("spec")!.Select(pair => pair.Key)).Where(name => !StatefulMutable.Contains(name)).Any(name => !JsonWrite.Same(spec[name], old.At("spec", name)));
            if (changed)
                yield return FieldError.Forbidden("spec", "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden");
        }
        else if (!JsonWrite.Same(selector, old.At("spec", "selector")))
        {
            yield return FieldError.Invalid("spec.selector", selector?.DeepClone(), "field is immutable");
        }
    }
}
