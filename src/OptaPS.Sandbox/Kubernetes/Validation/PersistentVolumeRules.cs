using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Validation;

/// <summary>Persistent volumes: amount, modes, one source, the nodes it can be reached from.</summary>
internal static class PersistentVolumeRules
{
    private static readonly string[] NotSources = ["capacity", "accessModes", "claimRef", "persistentVolumeReclaimPolicy", "storageClassName", "mountOptions", "volumeMode", "nodeAffinity", "volumeAttributesClassName"];

    public static void Check(Findings found, JsonObject spec)
    {
        ClaimSpecRules.AccessModes(found, spec, "spec.accessModes", "");
        if (spec.Map("capacity") is null or { Count: 0 })
            found.Required("spec.capacity");
        if (spec.Map("capacity") is not { Count: 1 } capacity || !capacity.ContainsKey("storage"))
            found.NotSupported("spec.capacity", spec["capacity"], "storage");
        else
            ClaimSpecRules.Positive(found, capacity["storage"], "spec.capacity[storage]");
        found.OneOf("spec.persistentVolumeReclaimPolicy", spec.Text("persistentVolumeReclaimPolicy"), "Delete", "Recycle", "Retain");
        if (spec.Map("nodeAffinity") is { } affinity)
            Affinity(found, affinity);
        Sources(found, spec);
        ClaimSpecRules.ClassName(found, spec, "spec", "storageClassName");
        found.OneOf("spec.volumeMode", spec.Text("volumeMode"), "Block", "Filesystem");
        if (spec["volumeAttributesClassName"] is null)
            return;
        ClaimSpecRules.ClassName(found, spec, "spec", "volumeAttributesClassName");
        if (spec["csi"] is null)
            found.Required("spec.csi", "has to be specified when using volumeAttributesClassName");
    }

    public static void Change(Findings found, JsonObject spec, JsonObject before)
    {
        var changed = spec.Select(pair => pair.Key).Union(before.Select(pair => pair.Key)).Any(name => !NotSources.Contains(name) && !JsonWrite.Same(spec[name], before[name]));
        if (changed)
            found.Forbidden("spec.persistentvolumesource", "spec.persistentvolumesource is immutable after creation");
        if (before["volumeMode"] is not null)
            found.Immutable("volumeMode", spec["volumeMode"], before["volumeMode"]);
        if (before["nodeAffinity"] is not null)
            found.Immutable("nodeAffinity", spec["nodeAffinity"], before["nodeAffinity"]);
    }

    private static void Affinity(Findings found, JsonObject affinity)
    {
        if (affinity.Map("required") is not { } required)
            found.Required("spec.nodeAffinity.required", "must specify required node constraints");
        else
            AffinityRules.NodeSelector(found, required, "spec.nodeAffinity.required");
    }

    private static void Sources(Findings found, JsonObject spec)
    {
        var given = spec.Where(pair => !NotSources.Contains(pair.Key) && pair.Value is JsonObject).Select(pair => pair.Key).ToList();
        if (given.Count == 0)
        {
            found.Required("spec", "must specify a volume type");
            return;
        }

        VolumeSourceRules.Check(found, spec, given[0], "spec." + given[0]);
        if (given[0] == "csi" && spec.Text("csi", "volumeHandle") is null or "" && given[0] == "csi")
            found.Required("spec.csi.volumeHandle");
        if (given[0] == "local" && spec["nodeAffinity"] is null)
            found.Required("spec.nodeAffinity", "Local volume requires node affinity");
        if (given[0] == "hostPath" && spec.Text("hostPath", "path") == "/" && spec.Text("persistentVolumeReclaimPolicy") == "Recycle")
            found.Forbidden("spec.persistentVolumeReclaimPolicy", "may not be 'recycle' for a hostPath mount of '/'");
        foreach (var extra in given.Skip(1))
            found.Forbidden("spec." + extra, "may not specify more than 1 volume type");
    }
}
