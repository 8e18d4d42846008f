using OptaPS.Objects;
using OptaPS.Operations;

namespace OptaPS.Requests;

/// <summary>Sets what the parent zone of a domain says in a sandbox, as a user would enter it at a registrar.</summary>
/// <param name="Target">Home folder of sandboxes; <see cref="OperationTarget.Sandbox"/> names it.</param>
/// <param name="Domain">The domain.</param>
/// <param name="NameServers">The servers; null for those of the domain's hosted zone, empty to take the delegation away.</param>
public sealed record SetSandboxDelegationRequest(OperationTarget Target, string Domain, IReadOnlyList<string>? NameServers = null) : IOperationRequest<SandboxDelegation>;
