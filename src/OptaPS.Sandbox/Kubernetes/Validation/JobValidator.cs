using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Validation;

/// <summary>Jobs: counts, restart policy, what may not change.</summary>
internal sealed class JobValidator : IKindValidator
{
    public IReadOnlyList<string> Storages { get; } = ["batch/jobs"];

    public IEnumerable<FieldError> Validate(JsonObject body, JsonObject? old)
    {
        foreach (var name in new[] { "parallelism", "completions", "activeDeadlineSeconds", "backoffLimit", "ttlSecondsAfterFinished" })
        {
            if (body.Number("spec", name) is < 0)
                yield return FieldError.Invalid("spec." + name, body.Number("spec", name), "must be greater than or equal to 0");
        }

        foreach (var error in ContainerRules.Check(body.At("spec", "template", "spec"), "spec.template.spec"))
            yield return error;
        if (body.Text("spec", "template", "spec", "restartPolicy") is null or "Always")
            yield return FieldError.Required("spec.template.spec.restartPolicy", "valid values: \"OnFailure\", \"Never\"");
        if (old is null)
            yield break;
        foreach (var name in new[] { "selector", "completionMode", "template" })
        {
            if (!JsonWrite.Same(body.At("spec", name), old.At("spec", name)))
                yield return FieldError.Invalid("spec." + name, body.At("spec", name)?.DeepClone(), "field is immutable");
        }
    }
}
