namespace OptaPS.Sandbox.Kubernetes.Entry;

/// <summary>One change of a header by a filter: <c>set</c>, <c>add</c> or <c>remove</c>.</summary>
internal sealed record HeaderChange(string Verb, string Name, string Value);
