namespace OptaPS.Objects;

/// <summary>Which name servers the parent zone of a domain names in the world of a sandbox.</summary>
/// <param name="Sandbox">Name of the sandbox.</param>
/// <param name="Domain">The domain.</param>
/// <param name="NameServers">The servers; empty when nothing delegates the domain.</param>
public sealed record SandboxDelegation(string Sandbox, string Domain, IReadOnlyList<string> NameServers);
