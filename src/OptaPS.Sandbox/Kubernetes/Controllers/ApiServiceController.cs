using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Storage;

namespace OptaPS.Sandbox.Kubernetes.Controllers;

/// <summary>An aggregated API is available while its service has a ready endpoint.</summary>
internal sealed class ApiServiceController(Cluster cluster) : IController
{
    private const string Storage = "apiregistration.k8s.io/apiservices";

    public IEnumerable<ObjectKey> Affected(StoreEvent change)
    {
        if (change.Current.Resource == Storage)
            return [change.Current.Key];
        return change.Current.Resource is "discovery.k8s.io/endpointslices" or "/services" ? cluster.Store.List(Storage).Where(item => item.Body.At("spec", "service") is not null).Select(item => item.Key).ToList() : [];
    }

    /// <summary>A metrics server that is ready is played by the sandbox.</summary>
    private void Metrics(bool served)
    {
        foreach (var (plural, kind, namespaced) in new[] { ("nodes", "NodeMetrics", false), ("pods", "PodMetrics", true) })
        {
            if (served)
                cluster.Kinds.Add(new Schema.ResourceKind("metrics.k8s.io", "v1beta1", kind, plural, namespaced) { ListKind = kind + "List", Verbs = ["get", "list"], Custom = new Crds.CustomVersion("", true, null) });
            else
                cluster.Kinds.Remove("metrics.k8s.io", plural);
        }
    }

    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken ct)
    {
        if (cluster.Store.Get(Storage, "", key.Name)?.Body is not { } service || service.IsDeleting())
            return null;
        var (ok, reason, message) = (true, "Local", "Local APIServices are always available");
        if (service.Map("spec", "service") is { } reference)
        {
            var (ns, name) = (reference.Text("namespace") ?? "", reference.Text("name") ?? "");
            if (cluster.Store.Get("/services", ns, name) is null)
                (ok, reason, message) = (false, "ServiceNotFound", $"service/{name} in \"{ns}\" is not present");
            else if (!ServiceEndpoints.Ready(cluster, ns, name).Any())
                (ok, reason, message) = (false, "MissingEndpoints", $"endpoints for service/{name} in \"{ns}\" have no addresses with port name \"https\"");
            else
                (ok, reason, message) = (true, "Passed", "all checks passed");
        }

        if (service.Text("spec", "group") == "metrics.k8s.io" && service.Text("spec", "version") == "v1beta1")
            Metrics(ok);
        await cluster.Objects.UpdateStatusAsync(cluster.Kinds.Builtin("apiregistration.k8s.io", "apiservices"), service, body => Pods.PodConditions.Set(cluster, body, "Available", ok, reason, message), ct);
        return null;
    }
}
