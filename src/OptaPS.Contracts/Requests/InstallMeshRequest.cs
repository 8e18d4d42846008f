using OptaPS.Objects;
using OptaPS.Operations;

namespace OptaPS.Requests;

/// <summary>Adds a mesh to an environment by an overlay entry and converges the environment.</summary>
/// <param name="Target">Where to work.</param>
/// <param name="Environment">The environment's name, or the path of its file.</param>
/// <param name="Mesh">The mesh: <c>linkerd</c>.</param>
public sealed record InstallMeshRequest(OperationTarget Target, string Environment, string Mesh) : IOperationRequest<MeshInfo>
{
    /// <summary>True to leave out the confirmation.</summary>
    public bool AutoApprove { get; init; }

    /// <summary>True to stop after the plan.</summary>
    public bool PlanOnly { get; init; }
}
