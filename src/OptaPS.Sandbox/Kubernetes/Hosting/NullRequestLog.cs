namespace OptaPS.Sandbox.Kubernetes.Hosting;

/// <summary>A request log that keeps nothing.</summary>
internal sealed class NullRequestLog : IRequestLog
{
    public static NullRequestLog Instance { get; } = new();

    public void Record(KubernetesRequestEntry entry)
    {
    }
}
