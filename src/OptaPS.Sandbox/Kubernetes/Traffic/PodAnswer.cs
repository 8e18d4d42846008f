using System.Text.Json.Nodes;

namespace OptaPS.Sandbox.Kubernetes.Traffic;

/// <summary>What came back from a call to a service: the pod's own answer, or why none was reached.</summary>
internal sealed record PodAnswer(int Status, JsonObject? Body, string? Refusal)
{
    /// <summary>Mesh identity of the pod that was called, or null outside the mesh.</summary>
    public string? Identity { get; init; }

    public static PodAnswer Refused(int status, string why, string? identity = null) => new(status, null, why) { Identity = identity };
}
