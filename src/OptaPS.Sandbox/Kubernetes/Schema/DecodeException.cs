namespace OptaPS.Sandbox.Kubernetes.Schema;

/// <summary>A value has the wrong JSON type for its field; the message is the decoder's.</summary>
internal sealed class DecodeException(string message) : Exception(message);
