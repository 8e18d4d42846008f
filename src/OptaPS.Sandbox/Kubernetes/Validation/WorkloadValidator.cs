using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Api;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Validation;

/// <summary>Deployments, replica sets, stateful sets, daemon sets: selector, template, replicas, roll-out, what may not change.</summary>
internal sealed class WorkloadValidator : IKindValidator
{
    private static readonly string[] StatefulMutable = ["replicas", "ordinals", "template", "updateStrategy", "revisionHistoryLimit", "persistentVolumeClaimRetentionPolicy", "minReadySeconds"];

    public IReadOnlyList<string> Storages { get; } = ["apps/deployments", "apps/replicasets", "apps/statefulsets", "apps/daemonsets"];

    public IEnumerable<FieldError> Validate(JsonObject body, JsonObject? old)
    {
        var found = new Findings();
        var kind = body.Text("kind") ?? "";
        var spec = body.Map("spec") ?? [];
        if (kind == "StatefulSet")
            RolloutRules.Stateful(found, spec);
        found.NotNegative("spec.replicas", spec["replicas"]);
        Selector(found, spec, kind);
        if (kind == "Deployment")
            RolloutRules.Deployment(found, spec);
        else if (kind == "DaemonSet")
            RolloutRules.Daemon(found, spec);
        found.NotNegative("spec.minReadySeconds", spec["minReadySeconds"]);
        if (kind != "StatefulSet")
            found.NotNegative("spec.revisionHistoryLimit", spec["revisionHistoryLimit"]);
        if (kind == "Deployment" && spec.Number("progressDeadlineSeconds") is { } deadline)
        {
            found.NotNegative("spec.progressDeadlineSeconds", spec["progressDeadlineSeconds"]);
            if (deadline <= (spec.Number("minReadySeconds") ?? 0))
                found.Invalid("spec.progressDeadlineSeconds", deadline, "must be greater than minReadySeconds");
        }

        if (old is not null)
            Change(found, kind, spec, old.Map("spec") ?? []);
        return found;
    }

    private static void Selector(Findings found, JsonObject spec, string kind)
    {
        var selector = spec.Map("selector");
        var selectable = selector is not null && SelectorRules.Check([], selector, "");
        if (selector is null)
        {
            if (kind != "DaemonSet")
                found.Required("spec.selector");
        }
        else if (!SelectorRules.Check(found, selector, "spec.selector"))
        {
            if (kind == "StatefulSet")
                found.Invalid("spec.selector", selector, "");
            else if (kind != "DaemonSet")
                found.Invalid("spec.selector", selector, "invalid label selector");
            if (kind != "DaemonSet")
                return;
        }
        else if (selector.Count == 0)
        {
            found.Invalid("spec.selector", new JsonObject(), $"empty selector is invalid for {(kind == "ReplicaSet" ? "deployment" : kind.ToLowerInvariant())}");
        }

        var labels = spec.At("template", "metadata", "labels");
        if (selector is null || (selector.Count > 0 && selectable && !LabelSelector.FromObject(selector)!.Matches(labels.Pairs())))
            found.Invalid("spec.template.metadata.labels", labels, "`selector` does not match template `labels`");
        SelectorRules.Labels(found, labels, "spec.template.labels");
        if (kind == "StatefulSet")
            SelectorRules.Labels(found, labels, "spec.template.labels");
        PodSpecRules.Check(found, spec.At("template", "spec"), "spec.template.spec");
        if (spec.Text("template", "spec", "restartPolicy") is { } policy and not "Always")
            found.NotSupported("spec.template.spec.restartPolicy", policy, "Always");
        if (spec.At("template", "spec", "activeDeadlineSeconds") is not null)
            found.Forbidden("spec.template.spec.activeDeadlineSeconds", $"activeDeadlineSeconds in {(kind == "Deployment" ? "ReplicaSet" : kind)} is not Supported");
    }

    private static void Change(Findings found, string kind, JsonObject spec, JsonObject before)
    {
        if (kind != "StatefulSet")
        {
            found.Immutable("spec.selector", spec["selector"], before["selector"]);
            return;
        }

        var changed = spec.Select(pair => pair.Key).Union(before.Select(pair => pair.Key)).Where(name => !StatefulMutable.Contains(name)).Any(name => !JsonWrite.Same(spec[name], before[name]));
        if (changed)
            found.Forbidden("spec", "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden");
    }
}
