using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Objects;
using OptaPS.Sandbox.Kubernetes.Storage;

namespace OptaPS.Sandbox.Kubernetes.Controllers;

/// <summary>Makes volumes available, releases those whose claim is gone, and lets deleted ones go when no claim holds them.</summary>
internal sealed class VolumeController(Cluster cluster) : IController
{
    private const string Finalizer = "kubernetes.io/pv-protection";

    public IEnumerable<ObjectKey> Affected(StoreEvent change)
    {
        if (change.Current.Resource == "/persistentvolumes")
            return [change.Current.Key];
        return change.Current.Resource == "/persistentvolumeclaims" && change.Current.Body.Text("spec", "volumeName") is { } name ? [new ObjectKey("", name)] : [];
    }

    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken ct)
    {
        if (cluster.Store.Get("/persistentvolumes", "", key.Name)?.Body is not { } volume)
            return null;
        var claim = volume.Map("spec", "claimRef");
        if (volume.IsDeleting())
        {
            if (volume.Text("status", "phase") != "Bound")
                await LetGoAsync(key.Name, ct);
            return null;
        }

        if (claim is null)
        {
            await VolumePhases.SetAsync(cluster, key.Name, "Available", ct);
            return null;
        }

        var uid = claim.Text("uid") ?? "";
        if (uid.Length == 0)
        {
            await VolumePhases.SetAsync(cluster, key.Name, "Available", ct);
            return null;
        }

        if (cluster.Store.Get("/persistentvolumeclaims", claim.Text("namespace") ?? "", claim.Text("name") ?? "")?.Body.Uid() == uid)
            return null;
        await VolumePhases.SetAsync(cluster, key.Name, "Released", ct);
        if (volume.Text("spec", "persistentVolumeReclaimPolicy") == "Delete")
        {
            await cluster.Deleter.DeleteAsync(cluster.Kinds.Builtin("", "persistentvolumes"), "", key.Name, DeleteRequest.Background, ct);
            await LetGoAsync(key.Name, ct);
        }

        return null;
    }

    private async Task LetGoAsync(string name, CancellationToken ct)
    {
        if (cluster.Store.Get("/persistentvolumes", "", name)?.Body.Texts("metadata", "finalizers").Contains(Finalizer) != true)
            return;
        await cluster.Objects.UpdateAsync(new WriteContext(cluster.Kinds.Builtin("", "persistentvolumes"), "", name) { Internal = true }, body =>
        {
            var list = body.Ensure("metadata").EnsureList("finalizers");
            foreach (var item in list.Where(item => item.Text() == Finalizer).ToList())
                list.Remove(item);
            return body;
        }, ct);
    }
}
