namespace OptaPS.Sandbox.Kubernetes.Cel;

/// <summary>A value that may be missing.</summary>
internal sealed record CelOptional(bool Has, object? Value)
{
    public static CelOptional None { get; } = new(false, null);
}
