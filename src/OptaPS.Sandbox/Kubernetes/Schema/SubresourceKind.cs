namespace OptaPS.Sandbox.Kubernetes.Schema;

/// <summary>A subresource and the kind it is read and written as.</summary>
internal sealed record SubresourceKind(string Name, string Group, string Version, string Kind, IReadOnlyList<string> Verbs);
