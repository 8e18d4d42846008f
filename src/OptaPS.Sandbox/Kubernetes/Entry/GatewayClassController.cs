using OptaPS.Sandbox.Kubernetes.Controllers;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Storage;

namespace OptaPS.Sandbox.Kubernetes.Entry;

/// <summary>Accepts gateway classes whose controller runs.</summary>
internal sealed class GatewayClassController(Cluster cluster) : IController
{
    public IEnumerable<ObjectKey> Affected(StoreEvent change)
    {
        if (change.Current.Resource == GatewayNames.Classes)
            return [change.Current.Key];
        return change.Current.Resource == "apps/deployments" ? cluster.Store.List(GatewayNames.Classes).Select(item => item.Key) : [];
    }

    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken ct)
    {
        if (cluster.Store.Get(GatewayNames.Classes, "", key.Name)?.Body is not { } item || cluster.Kinds.FindStorage(GatewayNames.Classes) is not { } kind
            || GatewayControllers.Running(cluster, item.Text("spec", "controllerName") ?? "") is null)
        {
            return null;
        }

        await cluster.Objects.UpdateStatusAsync(kind, item, body => body.Ensure("status")["conditions"] = GatewayConditions.Merge(cluster, body.At("status", "conditions"),
            body.Number("metadata", "generation") ?? 1, ("Accepted", true, "Accepted", "The GatewayClass is accepted")), ct);
        return null;
    }
}
