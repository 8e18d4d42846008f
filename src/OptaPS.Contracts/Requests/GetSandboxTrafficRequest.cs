using OptaPS.Objects;
using OptaPS.Operations;

namespace OptaPS.Requests;

/// <summary>Reads the traffic between workloads of a running sandbox's clusters.</summary>
/// <param name="Target">Home folder of sandboxes; <see cref="OperationTarget.Sandbox"/> names it.</param>
public sealed record GetSandboxTrafficRequest(OperationTarget Target) : IOperationRequest<IReadOnlyList<SandboxTraffic>>;
