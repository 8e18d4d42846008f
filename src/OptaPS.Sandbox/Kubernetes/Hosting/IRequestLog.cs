namespace OptaPS.Sandbox.Kubernetes.Hosting;

/// <summary>Receives one entry per answered request, after its effect is durable.</summary>
internal interface IRequestLog
{
    /// <summary>Records an entry; must not block.</summary>
    void Record(KubernetesRequestEntry entry);
}
