using OptaPS.Objects;
using OptaPS.Operations;

namespace OptaPS.Requests;

/// <summary>Sets a fault rule in a running sandbox; a rule of the same id is replaced.</summary>
/// <param name="Target">Home folder of sandboxes; <see cref="OperationTarget.Sandbox"/> names it.</param>
/// <param name="Fault">The rule; its sandbox is the target's.</param>
public sealed record SetSandboxFaultRequest(OperationTarget Target, SandboxFault Fault) : IOperationRequest<SandboxFault>;
