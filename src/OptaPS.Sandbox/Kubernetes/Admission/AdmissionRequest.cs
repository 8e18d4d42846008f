using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Objects;

namespace OptaPS.Sandbox.Kubernetes.Admission;

/// <summary>A write under admission. <paramref name="Body"/> may be changed by mutating plug-ins.</summary>
internal sealed record AdmissionRequest(WriteContext Context, string Operation, JsonObject Body, JsonObject? Old)
{
    public bool IsCreate => Operation == "CREATE";

    public bool Is(string storage) => Context.Kind.Storage == storage;
}
