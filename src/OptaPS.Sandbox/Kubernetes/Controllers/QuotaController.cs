using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Admission.Quotas;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Storage;

namespace OptaPS.Sandbox.Kubernetes.Controllers;

/// <summary>Shows in resource quotas what is used.</summary>
internal sealed class QuotaController(Cluster cluster) : IController
{
    public IEnumerable<ObjectKey> Affected(StoreEvent change)
    {
        if (change.Current.Resource == "/resourcequotas")
            return [change.Current.Key];
        if (change.Current.Key.Namespace.Length == 0 || change.Current.Resource is "/events" or "coordination.k8s.io/leases")
            return [];
        return cluster.Store.List("/resourcequotas", change.Current.Key.Namespace).Where(quota => quota.Body.Map("spec", "hard")?.Any(pair => QuotaUsage.StorageOf(pair.Key) == change.Current.Resource) == true)
            .Select(quota => quota.Key).ToList();
    }

    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken ct)
    {
        if (cluster.Store.Get("/resourcequotas", key.Namespace, key.Name) is not { } stored || stored.Body.IsDeleting())
            return null;
        var used = new JsonObject();
        foreach (var (resource, total) in QuotaUsage.Total(cluster, stored.Body))
            used[resource] = total.Canonical;
        var hard = stored.Body.At("spec", "hard")?.DeepClone() ?? new JsonObject();
        if (JsonWrite.Same(stored.Body.At("status", "hard"), hard) && JsonWrite.Same(stored.Body.At("status", "used"), used))
            return null;
        await cluster.Objects.UpdateStatusAsync(cluster.Kinds.Builtin("", "resourcequotas"), stored.Body, body =>
        {
            body.Ensure("status")["hard"] = hard.DeepClone();
            body.Ensure("status")["used"] = used.DeepClone();
        }, ct);
        return null;
    }
}
