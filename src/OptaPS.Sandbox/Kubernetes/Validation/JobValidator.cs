using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Api;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Validation;

/// <summary>Jobs: counts, selector, restart policy, what may not change.</summary>
internal sealed class JobValidator : IKindValidator
{
    public const string RestartNeeded = "valid values: \"OnFailure\", \"Never\"";

    public IReadOnlyList<string> Storages { get; } = ["batch/jobs"];

    public IEnumerable<FieldError> Validate(JsonObject body, JsonObject? old)
    {
        var found = new Findings();
        var spec = body.Map("spec") ?? [];
        if (old is null && !spec.Flag("manualSelector"))
        {
            var wanted = new JsonObject { ["matchLabels"] = new JsonObject { ["batch.kubernetes.io/controller-uid"] = body.Uid() } };
            if (!JsonWrite.Same(spec["selector"], wanted))
                found.Invalid("spec.selector", spec["selector"], "`selector` not auto-generated");
        }

        Spec(found, spec, "spec", old is null);
        if (old is not null)
            Change(found, spec, old.Map("spec") ?? []);
        return found;
    }

    public static void Spec(Findings found, JsonObject spec, string field, bool selector)
    {
        foreach (var name in new[] { "parallelism", "completions", "activeDeadlineSeconds", "backoffLimit", "ttlSecondsAfterFinished" })
            found.NotNegative($"{field}.{name}", spec[name]);
        var labels = spec.At("template", "metadata", "labels");
        if (selector && spec.Map("selector") is { } wanted && LabelSelector.FromObject(wanted)?.Matches(labels.Pairs()) == false)
            found.Invalid(field + ".template.metadata.labels", labels, "`selector` does not match template `labels`");
        PodSpecRules.Check(found, spec.At("template", "spec"), field + ".template.spec");
        if (spec.Text("template", "spec", "restartPolicy") is null or "Always")
            found.Required(field + ".template.spec.restartPolicy", RestartNeeded);
    }

    private static void Change(Findings found, JsonObject spec, JsonObject before)
    {
        if (spec.Text("completionMode") != "Indexed")
            found.Immutable("spec.completions", spec["completions"], before["completions"]);
        found.Immutable("spec.selector", spec["selector"], before["selector"]);
        if (!before.Flag("suspend"))
            found.Immutable("spec.template", spec["template"], before["template"]);
        found.Immutable("spec.completionMode", spec["completionMode"], before["completionMode"]);
    }
}
