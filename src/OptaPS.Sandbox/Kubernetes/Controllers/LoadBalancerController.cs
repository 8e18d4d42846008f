using System.Globalization;
using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Objects;
using OptaPS.Sandbox.Kubernetes.Storage;

namespace OptaPS.Sandbox.Kubernetes.Controllers;

/// <summary>Gives LoadBalancer services a host name after a while; where a cloud stands behind the cluster, its balancer comes, changes and goes with the service.</summary>
internal sealed class LoadBalancerController(Cluster cluster) : IController
{
    private static readonly TimeSpan UsualWait = TimeSpan.FromSeconds(3);

    public IEnumerable<ObjectKey> Affected(StoreEvent change)
    {
        if (change.Current.Resource == "/services" && change.Type != StoreEventType.Deleted && change.Current.Body.Text("spec", "type") == "LoadBalancer")
            yield return change.Current.Key;
    }

    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken ct)
    {
        if (cluster.Store.Get("/services", key.Namespace, key.Name)?.Body is not { } service || service.Text("spec", "type") != "LoadBalancer" || !cluster.ProvidesLoadBalancers)
            return null;
        if (service.IsDeleting())
        {
            await LetGoAsync(service, ct);
            return null;
        }

        var cloud = cluster.Spec.LoadBalancers;
        if (service.Objects("status", "loadBalancer", "ingress").FirstOrDefault() is { } present)
        {
            await (cloud?.EnsureAsync(service, present.Text("hostname") ?? "") ?? Task.CompletedTask);
            return null;
        }

        var age = PodFacts.Elapsed(cluster, service.Text("metadata", "creationTimestamp"));
        if (age < UsualWait)
            return UsualWait - age;
        var name = (cloud?.NameOf(service) ?? "k8s-" + Short(key.Namespace) + "-" + Short(key.Name)) + "-" + NameGenerator.Hash(service.Uid());
        var host = string.Format(CultureInfo.InvariantCulture, cluster.Spec.LoadBalancerHostFormat, name);
        await cluster.Events.RecordAsync(service, "Normal", "EnsuringLoadBalancer", "Ensuring load balancer", "service-controller", ct);
        if (cloud is not null)
        {
            await ChangeFinalizersAsync(service, list =>
            {
                if (!list.Any(item => item.Text() == cloud.Finalizer))
                    list.Add(cloud.Finalizer);
            }, ct);
            await cloud.EnsureAsync(service, host);
        }

        await cluster.Objects.UpdateStatusAsync(cluster.Kinds.Builtin("", "services"), service,
            body => body.Ensure("status", "loadBalancer")["ingress"] = new JsonArray(new JsonObject { ["hostname"] = host }), ct);
        await cluster.Events.RecordAsync(service, "Normal", "EnsuredLoadBalancer", "Ensured load balancer", "service-controller", ct);
        return null;
    }

    private async Task LetGoAsync(JsonObject service, CancellationToken ct)
    {
        if (cluster.Spec.LoadBalancers is not { } cloud || !service.Texts("metadata", "finalizers").Contains(cloud.Finalizer))
            return;
        await cloud.ReleaseAsync(service);
        await ChangeFinalizersAsync(service, list =>
        {
            foreach (var item in list.Where(item => item.Text() == cloud.Finalizer).ToList())
                list.Remove(item);
        }, ct);
    }

    private Task ChangeFinalizersAsync(JsonObject service, Action<JsonArray> change, CancellationToken ct) =>
        cluster.Objects.UpdateAsync(new WriteContext(cluster.Kinds.Builtin("", "services"), service.Namespace(), service.Name()) { Internal = true }, body =>
        {
            var list = body.Ensure("metadata").EnsureList("finalizers");
            change(list);
            if (list.Count == 0)
                body.Ensure("metadata").Remove("finalizers");
            return body;
        }, ct);

    private static string Short(string text) => text.Length > 8 ? text[..8].TrimEnd('-') : text;
}
