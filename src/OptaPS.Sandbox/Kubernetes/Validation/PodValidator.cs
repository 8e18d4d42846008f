using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Validation;

/// <summary>Pods: containers and the few fields that may change.</summary>
internal sealed class PodValidator : IKindValidator
{
    public IReadOnlyList<string> Storages { get; } = ["/pods"];

    public IEnumerable<FieldError> Validate(JsonObject body, JsonObject? old) => old is null ? ContainerRules.Check(body["spec"], "spec") : [];
}
