using OptaPS.Objects;
using OptaPS.Operations;

namespace OptaPS.Requests;

/// <summary>Takes fault rules away and returns those that were.</summary>
/// <param name="Target">Home folder of sandboxes; <see cref="OperationTarget.Sandbox"/> names it.</param>
/// <param name="Id">The rule, or null for all.</param>
public sealed record ClearSandboxFaultRequest(OperationTarget Target, string? Id = null) : IOperationRequest<IReadOnlyList<SandboxFault>>;
