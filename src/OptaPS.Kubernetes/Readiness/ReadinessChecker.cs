using System.Text.Json.Nodes;
using OptaPS.Kubernetes.Objects;

namespace OptaPS.Kubernetes.Readiness;

/// <summary>
/// Says whether a live object is ready, by the rules of <c>kubectl rollout status</c> for workloads and of kstatus for the rest; custom
/// resources by their conditions. Pure: looks at the document only.
/// </summary>
public static class ReadinessChecker
{
    private static readonly Dictionary<(string Group, string Kind), Func<JsonObject, ReadinessVerdict>> Rules = new()
    {
        [("apps", "Deployment")] = WorkloadRules.Deployment,
        [("apps", "StatefulSet")] = WorkloadRules.StatefulSet,
        [("apps", "DaemonSet")] = WorkloadRules.DaemonSet,
        [("apps", "ReplicaSet")] = WorkloadRules.ReplicaSet,
        [("", "ReplicationController")] = WorkloadRules.ReplicaSet,
        [("batch", "Job")] = WorkloadRules.Job,
        [("autoscaling", "HorizontalPodAutoscaler")] = AutoscalerRules.Autoscaler,
        [("", "Pod")] = PodRules.Pod,
        [("", "Service")] = CoreRules.Service,
        [("", "PersistentVolumeClaim")] = CoreRules.Claim,
        [("", "PersistentVolume")] = CoreRules.Volume,
        [("", "Namespace")] = CoreRules.Namespace,
        [("", "Node")] = document => ConditionRules.Require(document, "Ready"),
        [("apiextensions.k8s.io", "CustomResourceDefinition")] = CoreRules.Definition,
        [("apiregistration.k8s.io", "APIService")] = document => ConditionRules.Require(document, "Available"),
        [("gateway.networking.k8s.io", "GatewayClass")] = document => ConditionRules.Require(document, "Accepted"),
        [("gateway.networking.k8s.io", "Gateway")] = GatewayRules.Gateway,
        [("gateway.networking.k8s.io", "HTTPRoute")] = GatewayRules.Route,
        [("gateway.networking.k8s.io", "GRPCRoute")] = GatewayRules.Route,
        [("gateway.networking.k8s.io", "TLSRoute")] = GatewayRules.Route,
        [("gateway.networking.k8s.io", "TCPRoute")] = GatewayRules.Route,
        [("gateway.networking.k8s.io", "UDPRoute")] = GatewayRules.Route,
    };

    // Conditions of these kinds say how they are used, not whether they exist as asked for.
    private static readonly HashSet<(string, string)> AlwaysReady = [("policy", "PodDisruptionBudget"), ("batch", "CronJob"), ("networking.k8s.io", "Ingress"), ("networking.k8s.io", "NetworkPolicy")];

    /// <summary>Judges a live object.</summary>
    public static ReadinessVerdict Check(JsonObject live)
    {
        if (live.IsBeingDeleted())
            return ReadinessVerdict.Wait("it is being deleted");
        var kind = live.GetKind();
        if (live["status"].Number("observedGeneration") is { } seen && live["metadata"].Number("generation") is { } wanted && seen < wanted)
            return ReadinessVerdict.Wait("its controller has not seen the change yet");
        if (Rules.TryGetValue((kind.Group, kind.Kind), out var rule))
            return rule(live);
        return AlwaysReady.Contains((kind.Group, kind.Kind)) ? ReadinessVerdict.Ready : ConditionRules.Generic(live);
    }
}
