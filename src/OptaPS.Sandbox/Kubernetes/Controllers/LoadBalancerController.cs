using System.Globalization;
using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Objects;
using OptaPS.Sandbox.Kubernetes.Storage;

namespace OptaPS.Sandbox.Kubernetes.Controllers;

/// <summary>Gives LoadBalancer services a host name after a while.</summary>
internal sealed class LoadBalancerController(Cluster cluster) : IController
{
    public IEnumerable<ObjectKey> Affected(StoreEvent change)
    {
        if (change.Current.Resource == "/services" && change.Type != StoreEventType.Deleted && change.Current.Body.Text("spec", "type") == "LoadBalancer")
            yield return change.Current.Key;
    }

    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken ct)
    {
        if (cluster.Store.Get("/services", key.Namespace, key.Name)?.Body is not { } service || service.IsDeleting()
            || service.Text("spec", "type") != "LoadBalancer" || service.List("status", "loadBalancer", "ingress") is { Count: > 0 } || !cluster.ProvidesLoadBalancers)
        {
            return null;
        }

        var age = PodFacts.Elapsed(cluster, service.Text("metadata", "creationTimestamp"));
        var wait = TimeSpan.FromSeconds(3);
        if (age < wait)
            return wait - age;
        var name = "k8s-" + Short(key.Namespace) + "-" + Short(key.Name) + "-" + NameGenerator.Hash(service.Uid());
        var host = string.Format(CultureInfo.InvariantCulture, cluster.Spec.LoadBalancerHostFormat, name);
        await cluster.Events.RecordAsync(service, "Normal", "EnsuringLoadBalancer", "Ensuring load balancer", "service-controller", ct);
        await cluster.Objects.UpdateStatusAsync(cluster.Kinds.Builtin("", "services"), service,
            body => body.Ensure("status", "loadBalancer")["ingress"] = new JsonArray(new JsonObject { ["hostname"] = host }), ct);
        await cluster.Events.RecordAsync(service, "Normal", "EnsuredLoadBalancer", "Ensured load balancer", "service-controller", ct);
        return null;
    }

    private static string Short(string text) => text.Length > 8 ? text[..8].TrimEnd('-') : text;
}
