using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Objects;
using OptaPS.Sandbox.Kubernetes.Storage;

namespace OptaPS.Sandbox.Kubernetes.Controllers;

/// <summary>Provisions volumes for claims that a pod uses, and lets claims and volumes go when nothing uses them.</summary>
internal sealed class ClaimController(Cluster cluster) : IController
{
    private const string Finalizer = "kubernetes.io/pvc-protection";
    private readonly VolumeBinder binder = new(cluster);

    public IEnumerable<ObjectKey> Affected(StoreEvent change)
    {
        if (change.Current.Resource == "/persistentvolumeclaims")
            return [change.Current.Key];
        // A new volume may be what claims have been waiting for.
        if (change.Current.Resource == "/persistentvolumes" && change.Current.Body.Text("status", "phase") is "Pending" or "Available" && change.Current.Resource == "/persistentvolumes")
            return cluster.Store.List("/persistentvolumeclaims", "").Where(claim => claim.Body.Text("status", "phase") == "Pending").Select(claim => claim.Key).ToList();
        return change.Current.Resource == "/pods" ? change.Current.Body.Objects("spec", "volumes").Select(volume => volume.Text("persistentVolumeClaim", "claimName")).OfType<string>()
            .Select(name => new ObjectKey(change.Current.Key.Namespace, name)) : [];
    }

    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken ct)
    {
        if (cluster.Store.Get("/persistentvolumeclaims", key.Namespace, key.Name)?.Body is not { } claim)
            return null;
        var kind = cluster.Kinds.Builtin("", "persistentvolumeclaims");
        var used = cluster.Store.List("/pods", key.Namespace).Any(pod => !PodFacts.IsTerminal(pod.Body) && pod.Body.Objects("spec", "volumes").Any(volume => volume.Text("persistentVolumeClaim", "claimName") == key.Name));
        if (claim.IsDeleting())
        {
            if (!used && claim.Texts("metadata", "finalizers").Contains(Finalizer))
            {
                await cluster.Objects.UpdateAsync(new WriteContext(kind, key.Namespace, key.Name) { Internal = true }, body =>
                {
                    var list = body.Ensure("metadata").EnsureList("finalizers");
                    foreach (var item in list.Where(item => item.Text() == Finalizer).ToList())
                        list.Remove(item);
                    return body;
                }, ct);
            }

            return null;
        }

        if (claim.Text("status", "phase") != "Bound" && binder.Find(claim) is { } ready)
        {
            await binder.BindAsync(claim, ready, ct);
            return null;
        }

        var storageClass = claim.Text("spec", "storageClassName") is { Length: > 0 } name ? cluster.Store.Get("storage.k8s.io/storageclasses", "", name)?.Body : null;
        if (claim.Text("status", "phase") != "Bound" && storageClass is null && claim.Text("spec", "volumeName") is null or "" && storageClass is null)
        {
            if (claim.Text("spec", "storageClassName") is { Length: > 0 } missing)
                await cluster.Events.RecordAsync(claim, "Warning", "ProvisioningFailed", $"storageclass.storage.k8s.io \"{missing}\" not found", "persistentvolume-controller", ct);
            else
                await cluster.Events.RecordAsync(claim, "Normal", "FailedBinding", "no persistent volumes available for this claim and no storage class is set", "persistentvolume-controller", ct);
        }

        if (claim.Text("status", "phase") == "Bound" || storageClass is null || claim.Text("spec", "volumeName") is { Length: > 0 } || storageClass.Text("provisioner") == "kubernetes.io/no-provisioner")
            return null;
        if (storageClass.Text("volumeBindingMode") == "WaitForFirstConsumer" && !used)
        {
            await cluster.Events.RecordAsync(claim, "Normal", "WaitForFirstConsumer", "waiting for first consumer to be created before binding", "persistentvolume-controller", ct);
            return null;
        }

        await BindAsync(claim, storageClass, ct);
        return null;
    }

    private async Task BindAsync(JsonObject claim, JsonObject storageClass, CancellationToken ct)
    {
        var name = "pvc-" + claim.Uid();
        await Bootstrap.EnsureAsync(cluster, "", "persistentvolumes", "", new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = name, ["annotations"] = new JsonObject { ["pv.kubernetes.io/provisioned-by"] = storageClass.Text("provisioner") } },
            ["spec"] = new JsonObject
            {
                ["capacity"] = new JsonObject { ["storage"] = claim.Text("spec", "resources", "requests", "storage") },
                ["accessModes"] = claim.At("spec", "accessModes")?.DeepClone(),
                ["claimRef"] = new JsonObject { ["kind"] = "PersistentVolumeClaim", ["namespace"] = claim.Namespace(), ["name"] = claim.Name(), ["uid"] = claim.Uid(), ["apiVersion"] = "v1" },
                ["persistentVolumeReclaimPolicy"] = storageClass.Text("reclaimPolicy") ?? "Delete",
                ["storageClassName"] = storageClass.Name(),
                ["volumeMode"] = "Filesystem",
                ["csi"] = new JsonObject { ["driver"] = storageClass.Text("provisioner"), ["volumeHandle"] = "vol-" + claim.Uid()[..8] }
            }
        }, ct);
        if (cluster.Store.Get("/persistentvolumes", "", name)?.Body is { } volume)
            await binder.BindAsync(claim, volume, ct);
    }
}
