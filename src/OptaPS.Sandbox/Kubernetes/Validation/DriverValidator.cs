using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Validation;

/// <summary>Storage drivers, what they are on nodes, and volumes that are attached.</summary>
internal sealed class DriverValidator : IKindValidator
{
    public IReadOnlyList<string> Storages { get; } = ["storage.k8s.io/csidrivers", "storage.k8s.io/csinodes", "storage.k8s.io/volumeattachments"];

    public IEnumerable<FieldError> Validate(JsonObject body, JsonObject? old)
    {
        var found = new Findings();
        var spec = body.Map("spec") ?? [];
        switch (body.Text("kind"))
        {
            case "CSIDriver":
                Driver(found, spec, old?.Map("spec"));
                break;
            case "CSINode":
                Node(found, spec);
                break;
            default:
                Attachment(found, spec, old?.Map("spec"));
                break;
        }

        return found;
    }

    private static void Driver(Findings found, JsonObject spec, JsonObject? before)
    {
        foreach (var mode in spec.Texts("volumeLifecycleModes"))
            found.OneOf("spec.volumeLifecycleModes", mode, "Persistent", "Ephemeral");
        found.OneOf("spec.fsGroupPolicy", spec.Text("fsGroupPolicy"), "File", "None", "ReadWriteOnceWithFSType");
        var audiences = new HashSet<string>(StringComparer.Ordinal);
        var index = 0;
        foreach (var request in spec.Objects("tokenRequests"))
        {
            var at = $"spec.tokenRequests[{index++}]";
            if (!audiences.Add(request.Text("audience") ?? ""))
                found.Duplicate(at + ".audience", request.Text("audience") ?? "");
            if (request.Number("expirationSeconds") is { } seconds and < 600)
                found.Invalid(at + ".expirationSeconds", seconds, "may not specify a duration less than 10 minutes");
        }

        if (before is null)
            return;
        foreach (var name in new[] { "attachRequired", "volumeLifecycleModes" })
            found.Immutable("spec." + name, spec[name], before[name]);
    }

    private static void Node(Findings found, JsonObject spec)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var index = 0;
        foreach (var driver in spec.Objects("drivers"))
        {
            var at = $"spec.drivers[{index++}]";
            Name(found, driver.Text("name") ?? "", at + ".name");
            if (driver.Text("nodeID") is null or "")
                found.Required(at + ".nodeID");
            found.NotNegative(at + ".allocatable.count", driver.At("allocatable", "count"));
            if (!names.Add(driver.Text("name") ?? ""))
                found.Duplicate(at + ".name", driver.Text("name") ?? "");
            foreach (var key in driver.Texts("topologyKeys"))
            {
                if (key.Length == 0)
                    found.Required(at);
                found.Invalid(at, key, NameRules.Qualified(key));
            }
        }
    }

    private static void Attachment(Findings found, JsonObject spec, JsonObject? before)
    {
        if (before is not null && !JsonWrite.Same(spec, before))
            found.Invalid("spec", spec, "field is immutable");
        Name(found, spec.Text("attacher") ?? "", "spec.attacher");
        var source = spec.Map("source") ?? [];
        if (source.ContainsKey("persistentVolumeName") == source.ContainsKey("inlineVolumeSpec"))
        {
            found.Required("spec.source", "must specify exactly one of inlineVolumeSpec and persistentVolumeName");
        }
        else if (source.Text("persistentVolumeName") is { } volume)
        {
            if (volume.Length == 0)
                found.Required("spec.source.persistentVolumeName", "must specify non empty persistentVolumeName");
            found.Invalid("spec.source.persistentVolumeName", volume, NameRules.Subdomain(volume));
        }

        found.Invalid("spec.nodeName", spec.Text("nodeName") ?? "", NameRules.Subdomain(spec.Text("nodeName") ?? ""));
    }

    private static void Name(Findings found, string name, string field)
    {
        if (name.Length == 0)
            found.Required(field);
        else
            found.Invalid(field, name, NameRules.Subdomain(name.ToLowerInvariant()));
    }
}
