namespace OptaPS.Sandbox.Kubernetes.Hosting;

/// <summary>Decides whether a request is disturbed. Asked once before a request is handled and once before its answer is sent.</summary>
internal interface IFaultInjector
{
    /// <summary>Asked before anything happened; null means go on. A lost response is decided in <see cref="AfterHandling"/>.</summary>
    KubernetesFault? BeforeHandling(KubernetesRequestEntry request);

    /// <summary>Asked after the effect is durable and before the answer is written; null means answer.</summary>
    KubernetesFault? AfterHandling(KubernetesRequestEntry request);
}
