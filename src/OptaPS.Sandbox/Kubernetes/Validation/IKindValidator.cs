using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Errors;

namespace OptaPS.Sandbox.Kubernetes.Validation;

/// <summary>Checks the content of objects of one kind.</summary>
internal interface IKindValidator
{
    IReadOnlyList<string> Storages { get; }

    /// <summary>The reasons to refuse; <paramref name="old"/> is null for a new object.</summary>
    IEnumerable<FieldError> Validate(JsonObject body, JsonObject? old);
}
