namespace OptaPS.Sandbox.Kubernetes.Storage;

/// <summary>The stored object is not the one the writer read.</summary>
internal sealed class WriteConflictException(string message) : Exception(message);
