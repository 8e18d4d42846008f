namespace OptaPS.Sandbox.Kubernetes.Storage;

/// <summary>A watch or list asked for a version whose history is gone.</summary>
internal sealed class HistoryExpiredException(long requested, long oldest)
    : Exception($"too old resource version: {requested} ({oldest})")
{
    public long Oldest { get; } = oldest;
}
