using OptaPS.Objects;
using OptaPS.Operations;

namespace OptaPS.Requests;

/// <summary>Lists sandboxes.</summary>
/// <param name="Target">Home folder of sandboxes; <see cref="OperationTarget.Sandbox"/> names one, null lists all.</param>
public sealed record GetSandboxRequest(OperationTarget Target) : IOperationRequest<IReadOnlyList<SandboxInfo>>;
