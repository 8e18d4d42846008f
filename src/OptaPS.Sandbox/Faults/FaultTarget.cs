namespace OptaPS.Sandbox.Faults;

/// <summary>What a rule is matched against.</summary>
internal readonly record struct FaultTarget(string Service, string Operation, string ResourceType, string Identifier, bool Mutating);
