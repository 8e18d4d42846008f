using OptaPS.Sandbox.Kubernetes.Hosting;

namespace OptaPS.Sandbox.Faults;

/// <summary>The fault rules as the Kubernetes side asks for them.</summary>
internal sealed class KubernetesFaults(FaultRules rules) : IFaultInjector
{
    public KubernetesFault? BeforeHandling(KubernetesRequestEntry request)
    {
        var rule = rules.Hit(Target(request), FaultKind.Throttle, FaultKind.Error, FaultKind.Latency, FaultKind.Hang, FaultKind.Reset, FaultKind.ExpiredCredentials);
        return rule?.Kind switch
        {
            FaultKind.Throttle => new KubernetesFault(KubernetesFaultKind.Throttle) { RetryAfter = 1 },
            FaultKind.Error => new KubernetesFault(KubernetesFaultKind.Error) { Status = rule.Status },
            FaultKind.Latency => new KubernetesFault(KubernetesFaultKind.Latency) { Delay = TimeSpan.FromMilliseconds(rule.DelayMilliseconds) },
            FaultKind.Hang => new KubernetesFault(KubernetesFaultKind.Hang),
            FaultKind.Reset => new KubernetesFault(KubernetesFaultKind.Reset),
            FaultKind.ExpiredCredentials => new KubernetesFault(KubernetesFaultKind.Error) { Status = 401 },
            _ => null
        };
    }

    public KubernetesFault? AfterHandling(KubernetesRequestEntry request) =>
        rules.Hit(Target(request), FaultKind.LostResponse) is null ? null : new KubernetesFault(KubernetesFaultKind.Reset);

    private static FaultTarget Target(KubernetesRequestEntry request) =>
        new("kubernetes:" + request.ClusterId, request.Verb, request.Resource, request.Namespace.Length > 0 ? request.Namespace + "/" + request.Name : request.Name, request.Mutating);
}
