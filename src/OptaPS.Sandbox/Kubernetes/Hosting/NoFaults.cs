namespace OptaPS.Sandbox.Kubernetes.Hosting;

/// <summary>Injects nothing.</summary>
internal sealed class NoFaults : IFaultInjector
{
    public static NoFaults Instance { get; } = new();

    public KubernetesFault? BeforeHandling(KubernetesRequestEntry request) => null;

    public KubernetesFault? AfterHandling(KubernetesRequestEntry request) => null;
}
