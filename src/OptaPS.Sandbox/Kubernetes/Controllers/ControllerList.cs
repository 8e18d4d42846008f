using OptaPS.Sandbox.Kubernetes.Entry;
using OptaPS.Sandbox.Kubernetes.Pods;

namespace OptaPS.Sandbox.Kubernetes.Controllers;

/// <summary>The controllers of a cluster.</summary>
internal static class ControllerList
{
    public static IReadOnlyList<IController> For(Cluster cluster) =>
    [
        new NamespaceController(cluster), new DefinitionController(cluster), new GarbageCollector(cluster),
        new DeploymentController(cluster), new ReplicaSetController(cluster, "apps", "replicasets", "ReplicaSet"),
        new ReplicaSetController(cluster, "", "replicationcontrollers", "ReplicationController"), new StatefulSetController(cluster),
        new DaemonSetController(cluster), new JobController(cluster), new SchedulerController(cluster), new PodRuntime(cluster),
        new EndpointSliceController(cluster), new LoadBalancerController(cluster), new BudgetController(cluster), new AutoscalerController(cluster),
        new ApiServiceController(cluster), new ClaimController(cluster), new VolumeController(cluster), new RoleAggregator(cluster), new GatewayClassController(cluster), new GatewayController(cluster),
        new RouteController(cluster, GatewayNames.Routes), new RouteController(cluster, GatewayNames.GrpcRoutes), new IngressController(cluster),
        new QuotaController(cluster), new CronJobController(cluster), new EndpointsController(cluster), new TokenSecretController(cluster)
    ];
}
