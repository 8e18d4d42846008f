namespace OptaPS.Conformance.Tests.Kubernetes;

/// <summary>How a step compared: null means equal.</summary>
internal sealed record StepResult(string Name, bool Optional, string? Difference);
