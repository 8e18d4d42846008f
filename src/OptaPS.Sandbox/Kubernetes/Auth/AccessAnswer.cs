namespace OptaPS.Sandbox.Kubernetes.Auth;

/// <summary>The answer to an access question, with the binding that allows it.</summary>
internal sealed record AccessAnswer(bool Allowed, string Reason);
