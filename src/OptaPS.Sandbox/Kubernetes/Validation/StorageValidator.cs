using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Validation;

/// <summary>Storage classes, volumes and claims.</summary>
internal sealed class StorageValidator : IKindValidator
{
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
                PersistentVolumeRules.Check(found, body.Map("spec") ?? []);
                if (old is not null)
                    PersistentVolumeRules.Change(found, body.Map("spec") ?? [], old.Map("spec") ?? []);
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

        var provisioner = body.Text("provisioner") ?? "";
        if (provisioner.Length == 0)
            found.Required("provisioner");
        else
            found.Invalid("provisioner", provisioner.ToLowerInvariant(), NameRules.Qualified(provisioner.ToLowerInvariant()));
        if (body.Map("parameters")?.ContainsKey("") == true)
            found.Invalid("parameters", "", "field can not be empty.");
        Topologies(found, body);
        found.OneOf("reclaimPolicy", body.Text("reclaimPolicy"), "Delete", "Retain");
        found.OneOf("volumeBindingMode", body.Text("volumeBindingMode"), "Immediate", "WaitForFirstConsumer");
    }

    private static void Topologies(Findings found, JsonObject body)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var index = 0;
        foreach (var term in body.Objects("allowedTopologies"))
        {
            var at = $"allowedTopologies[{index++}].matchLabelExpressions";
            var keys = new HashSet<string>(StringComparer.Ordinal);
            var place = 0;
            foreach (var expression in term.Objects("matchLabelExpressions"))
            {
                var field = $"{at}[{place++}]";
                var key = expression.Text("key") ?? "";
                if (expression.List("values") is null or { Count: 0 })
                    found.Required(field + ".values");
                found.Unique(field + ".values", expression.Texts("values"));
                found.Invalid(field + ".key", key, NameRules.Qualified(key));
                if (!keys.Add(key))
                    found.Duplicate(field + ".key", key);
            }

            if (keys.Count == 0 || !seen.Add(term.ToJsonString()))
                found.Duplicate(at, "");
        }
    }

    private static void Claim(Findings found, JsonObject body, JsonObject? old)
    {
        var spec = body.Map("spec") ?? [];
        if (old is not null)
        {
            Change(found, body, old);
            return;
        }

        ClaimSpecRules.Check(found, spec, "spec");
    }

    private static void Change(Findings found, JsonObject body, JsonObject old)
    {
        var bound = old.Text("status", "phase") == "Bound";
        if (old.At("spec", "volumeMode") is not null)
            found.Immutable("volumeMode", body.At("spec", "volumeMode"), old.At("spec", "volumeMode"));
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
}
