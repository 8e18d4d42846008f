using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Api;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Objects;
using OptaPS.Sandbox.Kubernetes.Validation;

namespace OptaPS.Sandbox.Kubernetes.Controllers;

/// <summary>Finds the volume that fits a claim best, and ties the two together.</summary>
internal sealed class VolumeBinder(Cluster cluster)
{
    /// <summary>The volume that the claim names or the smallest one that fits, or null.</summary>
    public JsonObject? Find(JsonObject claim)
    {
        if (claim.Text("spec", "volumeName") is { Length: > 0 } name)
            return cluster.Store.Get("/persistentvolumes", "", name)?.Body is { } named && IsFree(named, claim) ? named : null;
        return cluster.Store.List("/persistentvolumes", "").Select(item => item.Body).Where(volume => IsFree(volume, claim) && Fits(volume, claim))
            .OrderByDescending(volume => volume.Text("spec", "claimRef", "name") == claim.Name())
            .ThenBy(volume => ResourceRules.Read(volume.At("spec", "capacity", "storage"))?.Nano ?? 0).FirstOrDefault();
    }

    public async Task BindAsync(JsonObject claim, JsonObject volume, CancellationToken ct)
    {
        const string byController = "pv.kubernetes.io/bound-by-controller";
        var volumes = cluster.Kinds.Builtin("", "persistentvolumes");
        var claims = cluster.Kinds.Builtin("", "persistentvolumeclaims");
        var reserved = volume.Map("spec", "claimRef") is not null;
        await cluster.Objects.UpdateAsync(new WriteContext(volumes, "", volume.Name()) { Internal = true }, body =>
        {
            body.Ensure("spec")["claimRef"] = new JsonObject
            {
                ["kind"] = "PersistentVolumeClaim", ["namespace"] = claim.Namespace(), ["name"] = claim.Name(), ["uid"] = claim.Uid(), ["apiVersion"] = "v1",
                ["resourceVersion"] = claim.Text("metadata", "resourceVersion")
            };
            if (!reserved)
                body.Ensure("metadata", "annotations")[byController] = "yes";
            return body;
        }, ct);
        await VolumePhases.SetAsync(cluster, volume.Name(), "Bound", ct);
        var chosen = claim.Text("spec", "volumeName") is { Length: > 0 };
        await cluster.Objects.UpdateAsync(new WriteContext(claims, claim.Namespace(), claim.Name()) { Internal = true }, body =>
        {
            body.Ensure("spec")["volumeName"] = volume.Name();
            var notes = body.Ensure("metadata", "annotations");
            notes["pv.kubernetes.io/bind-completed"] = "yes";
            if (!chosen)
                notes[byController] = "yes";
            return body;
        }, ct);
        await cluster.Objects.UpdateStatusAsync(claims, claim, body => body["status"] = new JsonObject
        {
            ["phase"] = "Bound",
            ["accessModes"] = volume.At("spec", "accessModes")?.DeepClone(),
            ["capacity"] = volume.At("spec", "capacity")?.DeepClone()
        }, ct);
    }

    private static bool IsFree(JsonObject volume, JsonObject claim)
    {
        if (volume.IsDeleting() || volume.Map("spec", "claimRef") is not { } reference)
            return !volume.IsDeleting();
        return reference.Text("name") == claim.Name() && reference.Text("namespace") == claim.Namespace() && (reference.Text("uid") is null or "" || reference.Text("uid") == claim.Uid());
    }

    private static bool Fits(JsonObject volume, JsonObject claim)
    {
        var have = volume.Texts("spec", "accessModes").ToHashSet(StringComparer.Ordinal);
        return (volume.Text("spec", "storageClassName") ?? "") == (claim.Text("spec", "storageClassName") ?? "")
            && claim.Texts("spec", "accessModes").All(have.Contains)
            && (volume.Text("spec", "volumeMode") ?? "Filesystem") == (claim.Text("spec", "volumeMode") ?? "Filesystem")
            && ResourceRules.Read(volume.At("spec", "capacity", "storage")) is { } size && ResourceRules.Read(claim.At("spec", "resources", "requests", "storage")) is { } wanted && size.Nano >= wanted.Nano
            && (claim.Map("spec", "selector") is not { } selector || LabelSelector.FromObject(selector)?.Matches(volume.Pairs("metadata", "labels")) == true);
    }
}
