using OptaPS.Objects;
using OptaPS.Operations;

namespace OptaPS.Requests;

/// <summary>Stops a sandbox; its world stays on disk unless <paramref name="RemoveData"/>.</summary>
/// <param name="Target">Home folder of sandboxes; <see cref="OperationTarget.Sandbox"/> names it.</param>
/// <param name="RemoveData">True to delete its world and the state made in it.</param>
public sealed record StopSandboxRequest(OperationTarget Target, bool RemoveData = false) : IOperationRequest<SandboxInfo>;
