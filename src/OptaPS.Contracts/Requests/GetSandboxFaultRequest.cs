using OptaPS.Objects;
using OptaPS.Operations;

namespace OptaPS.Requests;

/// <summary>Lists the fault rules of a running sandbox, in the order in which they are asked.</summary>
/// <param name="Target">Home folder of sandboxes; <see cref="OperationTarget.Sandbox"/> names it.</param>
public sealed record GetSandboxFaultRequest(OperationTarget Target) : IOperationRequest<IReadOnlyList<SandboxFault>>;
