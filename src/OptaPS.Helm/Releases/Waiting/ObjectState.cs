namespace OptaPS.Helm.Releases.Waiting;

/// <summary>How far an object is.</summary>
/// <param name="IsReady">True when nothing is left to wait for.</param>
/// <param name="HasFailed">True when waiting longer cannot help.</param>
/// <param name="Reason">What is missing, or what went wrong.</param>
public sealed record ObjectState(bool IsReady, bool HasFailed, string Reason);
