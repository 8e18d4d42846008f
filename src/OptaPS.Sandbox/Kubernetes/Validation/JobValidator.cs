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
        if (!spec.Flag("manualSelector") && spec["selector"] is not null)
        {
            var wanted = new JsonObject { ["matchLabels"] = new JsonObject { ["batch.kubernetes.io/controller-uid"] = body.Uid() } };
            if (!JsonWrite.Same(spec["selector"], wanted))
                found.Invalid("spec.selector", spec["selector"], "`selector` not auto-generated");
        }

        Spec(found, spec, "spec", selector: true);
        // The checks of an update hold those of the spec a second time.
        if (old is not null)
            Spec(found, spec, "spec", selector: true);
        if (old is not null)
            Change(found, spec, old.Map("spec") ?? []);
        return found;
    }

    public static void Spec(Findings found, JsonObject spec, string field, bool selector)
    {
        foreach (var name in new[] { "parallelism", "completions", "activeDeadlineSeconds", "backoffLimit", "ttlSecondsAfterFinished" })
            found.NotNegative($"{field}.{name}", spec[name]);
        JobPolicyRules.Check(found, spec, field);
        var labels = spec.At("template", "metadata", "labels");
        if (selector && spec.Map("selector") is null)
            found.Required(field + ".selector");
        if (selector && (spec.Map("selector") is not { } wanted || LabelSelector.FromObject(wanted)?.Matches(labels.Pairs()) == false))
            found.Invalid(field + ".template.metadata.labels", labels, "`selector` does not match template `labels`");
        SelectorRules.Labels(found, labels, field + ".template.labels");
        PodSpecRules.Check(found, spec.At("template", "spec"), field + ".template.spec");
        if (spec.Text("template", "spec", "restartPolicy") is null or "Always")
            found.Required(field + ".template.spec.restartPolicy", RestartNeeded);
    }

    /// <summary>The template, with what may change in a suspended job as it was: where its pods may run.</summary>
    private static JsonNode? Scheduling(JsonObject spec, JsonObject before)
    {
        if (!before.Flag("suspend") || spec.Map("template") is not { } template)
            return spec["template"];
        var copy = template.Copy();
        foreach (var (part, names) in new (string, string[])[] { ("metadata", ["labels", "annotations"]), ("spec", ["affinity", "nodeSelector", "tolerations", "schedulingGates"]) })
        {
            foreach (var name in names)
            {
                copy.Map(part)?.Remove(name);
                if (before.At("template", part, name) is { } value)
                    copy.Ensure(part)[name] = value.DeepClone();
            }
        }

        return copy;
    }

    private static void Change(Findings found, JsonObject spec, JsonObject before)
    {
        if (spec.Text("completionMode") != "Indexed")
            found.Immutable("spec.completions", spec["completions"], before["completions"]);
        found.Immutable("spec.selector", spec["selector"], before["selector"]);
        if (!JsonWrite.Same(Scheduling(spec, before), before["template"]))
            found.Invalid("spec.template", spec["template"], "field is immutable");
        foreach (var name in new[] { "completionMode", "podFailurePolicy", "backoffLimitPerIndex", "managedBy", "successPolicy" })
            found.Immutable("spec." + name, spec[name], before[name]);
    }
}
