using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Controllers;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Storage;

namespace OptaPS.Sandbox.Kubernetes.Entry;

/// <summary>Publishes the address of the ingress-nginx controller on the ingresses of its class.</summary>
internal sealed class IngressController(Cluster cluster) : IController
{
    private const string Storage = "networking.k8s.io/ingresses";

    public IEnumerable<ObjectKey> Affected(StoreEvent change)
    {
        if (change.Current.Resource == Storage)
            return [change.Current.Key];
        return change.Current.Resource is "/services" or "apps/deployments" ? cluster.Store.List(Storage).Select(item => item.Key) : [];
    }

    public static JsonObject? Running(Cluster cluster) => cluster.Store.List("apps/deployments").Select(item => item.Body)
        .FirstOrDefault(item => item.Label("app.kubernetes.io/name") == "ingress-nginx" && (item.Number("status", "readyReplicas") ?? 0) > 0);

    public static bool Serves(Cluster cluster, JsonObject ingress)
    {
        var name = ingress.Text("spec", "ingressClassName") ?? ingress.Annotation("kubernetes.io/ingress.class");
        return name is not null && cluster.Store.Get("networking.k8s.io/ingressclasses", "", name)?.Body.Text("spec", "controller") == "k8s.io/ingress-nginx";
    }

    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken ct)
    {
        if (cluster.Store.Get(Storage, key.Namespace, key.Name)?.Body is not { } ingress || ingress.IsDeleting() || !Serves(cluster, ingress) || Running(cluster) is not { } controller)
            return null;
        var service = cluster.Store.List("/services", controller.Namespace()).Select(item => item.Body)
            .FirstOrDefault(item => item.Text("spec", "type") == "LoadBalancer" && item.Label("app.kubernetes.io/name") == "ingress-nginx");
        if (service?.At("status", "loadBalancer", "ingress") is not { } addresses)
            return null;
        await cluster.Objects.UpdateStatusAsync(cluster.Kinds.Builtin("networking.k8s.io", "ingresses"), ingress, body => body.Ensure("status", "loadBalancer")["ingress"] = addresses.DeepClone(), ct);
        return null;
    }
}
