using OptaPS.Objects;
using OptaPS.Operations;

namespace OptaPS.Requests;

/// <summary>Makes a link to the web page of a running sandbox.</summary>
/// <param name="Target">Home folder of sandboxes; <see cref="OperationTarget.Sandbox"/> names it.</param>
public sealed record GetSandboxPageRequest(OperationTarget Target) : IOperationRequest<SandboxPage>;
