using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Validation;

/// <summary>Storage classes, volumes and claims.</summary>
internal sealed class StorageValidator : IKindValidator
{
    private static readonly string[] Modes = ["ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"];
    private static readonly string[] NotSources = ["capacity", "accessModes", "claimRef", "persistentVolumeReclaimPolicy", "storageClassName", "mountOptions", "volumeMode", "nodeAffinity", "volumeAttributesClassName"];

    public IReadOnlyList<string> Storages { get; } = ["storage.k8s.io/storageclasses", "/persistentvolumes", "/persistentvolumeclaims"];

    public IEnumerable<FieldError> Validate(JsonObject body, JsonObject? old)
    {
        var found = new Findings();
        switch (body.Text("kind"))
        {
            case "StorageClass":
                Class(found, body, old);
                break;
            case "PersistentVolume":
                Volume(found, body.Map("spec") ?? []);
                break;
            default:
                Claim(found, body, old);
                break;
        }

        return found;
    }

    private static void Class(Findings found, JsonObject body, JsonObject? old)
    {
        if (old is not null)
        {
            foreach (var name in new[] { "parameters", "provisioner", "reclaimPolicy", "volumeBindingMode" })
                found.Immutable(name, body[name], old[name]);
            return;
        }

        if (body.Text("provisioner") is null or "")
            found.Required("provisioner");
        found.OneOf("reclaimPolicy", body.Text("reclaimPolicy"), "Delete", "Retain");
        found.OneOf("volumeBindingMode", body.Text("volumeBindingMode"), "Immediate", "WaitForFirstConsumer");
    }

    private static void Volume(Findings found, JsonObject spec)
    {
        AccessModes(found, spec, "at least 1 access mode is required");
        if (spec.Map("capacity") is null or { Count: 0 })
            found.Required("spec.capacity");
        if (spec.Map("capacity") is not { Count: 1 } capacity || !capacity.ContainsKey("storage"))
            found.NotSupported("spec.capacity", spec["capacity"], "storage");
        else
            Positive(found, capacity["storage"], "spec.capacity[storage]");
        if (!spec.Any(pair => !NotSources.Contains(pair.Key) && pair.Value is JsonObject))
            found.Required("spec", "must specify a volume type");
        found.OneOf("spec.persistentVolumeReclaimPolicy", spec.Text("persistentVolumeReclaimPolicy"), "Delete", "Recycle", "Retain");
    }

    private static void Claim(Findings found, JsonObject body, JsonObject? old)
    {
        var spec = body.Map("spec") ?? [];
        if (old is not null)
        {
            Change(found, body, old);
            return;
        }

        AccessModes(found, spec, "at least 1 access mode is required");
        if (spec.At("resources", "requests", "storage") is not { } size)
            found.Required("spec.resources[storage]");
        else
            Positive(found, size, "spec.resources[storage]");
        found.OneOf("spec.volumeMode", spec.Text("volumeMode"), "Block", "Filesystem");
    }

    private static void Change(Findings found, JsonObject body, JsonObject old)
    {
        var bound = old.Text("status", "phase") == "Bound";
        if (!JsonWrite.Same(Fixed(body, old, bound), Fixed(old, old, bound)))
            found.Forbidden("spec", "spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims");
        if (bound && ResourceRules.Read(body.At("spec", "resources", "requests", "storage")) is { } now && ResourceRules.Read(old.At("spec", "resources", "requests", "storage")) is { } before
            && now.Nano < before.Nano && (ResourceRules.Read(old.At("status", "capacity", "storage")) is not { } capacity || now.Nano < capacity.Nano || now.Nano == capacity.Nano))
        {
            found.Forbidden("spec.resources.requests.storage", "field can not be less than status.capacity");
        }
    }

    private static JsonObject Fixed(JsonObject claim, JsonObject old, bool bound)
    {
        var spec = claim.Map("spec")?.Copy() ?? [];
        spec.Remove("volumeAttributesClassName");
        if (bound && spec.Map("resources") is { } resources)
            resources.Remove("requests");
        // The binder fills these in once.
        foreach (var name in new[] { "volumeName", "storageClassName" })
        {
            if (old.At("spec", name) is null)
                spec.Remove(name);
        }

        return spec;
    }

    private static void AccessModes(Findings found, JsonObject spec, string missing)
    {
        if (spec.List("accessModes") is null or { Count: 0 })
            found.Required("spec.accessModes", missing);
        foreach (var mode in spec.Texts("accessModes"))
            found.OneOf("spec.accessModes", mode, Modes);
    }

    private static void Positive(Findings found, JsonNode? amount, string field)
    {
        if (ResourceRules.Read(amount) is { } quantity && quantity.Nano <= 0)
            found.Invalid(field, quantity.Canonical, "must be greater than zero");
    }
}
