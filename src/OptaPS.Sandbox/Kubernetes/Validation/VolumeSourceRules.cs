using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Validation;

/// <summary>What the kinds of volume sources need, in pods and in persistent volumes.</summary>
internal static class VolumeSourceRules
{
    /// <summary>Types of paths of a host; the first one is no check at all.</summary>
    private static readonly string[] HostTypes = ["", "BlockDevice", "CharDevice", "Directory", "DirectoryOrCreate", "File", "FileOrCreate", "Socket"];

    private static readonly (string Source, string Member)[] Needed =
    [
        ("hostPath", "path"), ("secret", "secretName"), ("configMap", "name"), ("persistentVolumeClaim", "claimName"), ("nfs", "server"), ("nfs", "path"), ("csi", "driver"),
        ("gitRepo", "repository"), ("azureFile", "secretName"), ("azureFile", "shareName"), ("iscsi", "targetPortal"), ("iscsi", "iqn"), ("awsElasticBlockStore", "volumeID"),
        ("gcePersistentDisk", "pdName"), ("image", "reference"), ("glusterfs", "endpoints"), ("glusterfs", "path"), ("cinder", "volumeID"), ("azureDisk", "diskName"), ("azureDisk", "diskURI"),
        ("vsphereVolume", "volumePath"), ("photonPersistentDisk", "pdID"), ("portworxVolume", "volumeID"), ("local", "path")
    ];

    private static void AzureDisk(Findings found, string kind, string address, string field)
    {
        if (kind == "Managed" && !address.StartsWith("/subscriptions/", StringComparison.Ordinal))
            found.NotSupported(field, address, "/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/microsoft.compute/disks/{disk-id}");
        else if (kind != "Managed" && !address.StartsWith("https://", StringComparison.Ordinal))
            found.NotSupported(field, address, "https://{account-name}.blob.core.windows.net/{container-name}/{disk-name}.vhd");
    }

    public static void Check(Findings found, JsonObject owner, string kind, string field)
    {
        var source = owner.Map(kind) ?? [];
        foreach (var (_, member) in Needed.Where(item => item.Source == kind))
        {
            if (source.Text(member) is null or "")
                found.Required($"{field}.{member}");
        }

        switch (kind)
        {
            case "hostPath":
                if (source.Text("path") is { Length: > 0 } path)
                    VolumeRules.Upwards(found, path, field + ".path");
                found.OneOf(field + ".type", source.Text("type"), HostTypes);
                break;
            case "azureDisk":
                AzureDisk(found, source.Text("kind") ?? "Shared", source.Text("diskURI") ?? "", field + ".diskURI");
                break;
            case "emptyDir":
                if (ResourceRules.Read(source["sizeLimit"]) is { } size && size.Nano < 0)
                    found.Forbidden(field + ".sizeLimit", "SizeLimit field must be a valid resource quantity");
                break;
            case "nfs":
                if (source.Text("path") is not { } place || !place.StartsWith('/'))
                    found.Invalid(field + ".path", source.Text("path") ?? "", "must be an absolute path");
                break;
            case "secret" or "configMap":
                Mode(found, source["defaultMode"], field + ".defaultMode");
                Items(found, source, field);
                break;
            case "projected":
                ProjectionRules.Check(found, source, field);
                break;
            case "downwardAPI":
                Mode(found, source["defaultMode"], field + ".defaultMode");
                foreach (var file in source.Objects("items"))
                    ProjectionRules.Downward(found, file, field);
                break;
            case "csi":
                if (source.Text("driver") is { Length: > 0 } driver)
                    found.Invalid(field + ".driver", driver, NameRules.Subdomain(driver.ToLowerInvariant()));
                break;
            case "ephemeral":
                Ephemeral(found, source, field + ".volumeClaimTemplate");
                break;
            case "image":
                found.OneOf(field + ".pullPolicy", source.Text("pullPolicy"), "Always", "IfNotPresent", "Never");
                break;
            case "rbd" or "cephfs":
                if (source.List("monitors") is null or { Count: 0 })
                    found.Required(field + ".monitors");
                if (kind == "rbd" && source.Text("image") is null or "" && kind == "rbd")
                    found.Required(field + ".image");
                break;
            case "fc":
                if (source.List("targetWWNs") is { Count: > 0 } == source.List("wwids") is { Count: > 0 })
                    found.Required(field + ".targetWWNs", "must specify either targetWWNs or wwids, but not both");
                break;
        }
    }

    public static void Mode(Findings found, JsonNode? mode, string field)
    {
        if (mode.Number() is < 0 or > 511)
            found.Invalid(field, mode, "must be a number between 0 and 0777 (octal), both inclusive");
    }

    public static void Items(Findings found, JsonObject source, string field)
    {
        var index = 0;
        foreach (var item in source.Objects("items"))
        {
            var at = $"{field}.items[{index++}]";
            if (item.Text("key") is null or "")
                found.Required(at + ".key");
            Inside(found, item.Text("path") ?? "", at + ".path");
            Mode(found, item["mode"], at + ".mode");
        }
    }

    /// <summary>A path of a file in a volume that is made from data.</summary>
    public static void Inside(Findings found, string path, string field)
    {
        if (path.Length == 0)
        {
            found.Required(field);
            return;
        }

        VolumeRules.Below(found, path, field);
        if (path.StartsWith("..", StringComparison.Ordinal) && !path.StartsWith("../", StringComparison.Ordinal))
            found.Invalid(field, path, "must not start with '..'");
    }

    private static void Ephemeral(Findings found, JsonObject source, string field)
    {
        if (source.Map("volumeClaimTemplate") is not { } template)
            found.Required(field);
        else
            ClaimSpecRules.Check(found, template.Map("spec") ?? [], field + ".spec");
    }
}
