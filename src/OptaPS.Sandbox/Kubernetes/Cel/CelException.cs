namespace OptaPS.Sandbox.Kubernetes.Cel;

/// <summary>An expression cannot be read or evaluated.</summary>
internal sealed class CelException(string message) : Exception(message)
{
    /// <summary>Zero-based place in the text, or -1.</summary>
    public int At { get; init; } = -1;

    /// <summary>The sandbox does not know a function or a form that the language has.</summary>
    public bool IsUnsupported { get; init; }
}
