using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Validation;

/// <summary>The volumes of a pod: names, exactly one source, what a source needs.</summary>
internal static class VolumeRules
{
    private static readonly string[] Sources =
    [
        "emptyDir", "hostPath", "gitRepo", "gcePersistentDisk", "awsElasticBlockStore", "secret", "nfs", "iscsi", "glusterfs", "flocker", "rbd", "cinder", "cephfs", "downwardAPI",
        "fc", "azureFile", "vsphereVolume", "quobyte", "azureDisk", "configMap", "projected", "photonPersistentDisk", "portworxVolume", "persistentVolumeClaim", "scaleIO", "storageos", "csi", "ephemeral", "image"
    ];

    /// <summary>Checks the volumes and returns their names.</summary>
    public static HashSet<string> Check(Findings found, JsonNode? spec, string field)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var index = 0;
        foreach (var volume in spec.Objects("volumes"))
        {
            var at = $"{field}[{index++}]";
            var before = found.Count;
            Source(found, volume, at);
            var name = volume.Text("name") ?? "";
            if (name.Length == 0)
                found.Required(at + ".name");
            else
                found.Invalid(at + ".name", name, NameRules.Label(name));
            if (names.Contains(name) && name.Length > 0)
                found.Duplicate(at + ".name", name);
            if (found.Count == before)
                names.Add(name);
        }

        return names;
    }

    /// <summary>A path that may not lead out of its volume.</summary>
    public static void Below(Findings found, string path, string field)
    {
        if (path.StartsWith('/'))
            found.Invalid(field, path, "must be a relative path");
        Upwards(found, path, field);
    }

    public static void Upwards(Findings found, string path, string field)
    {
        if (path.Split('/').Contains(".."))
            found.Invalid(field, path, "must not contain '..'");
    }

    private static void Source(Findings found, JsonObject volume, string field)
    {
        var given = Sources.Where(volume.ContainsKey).ToList();
        if (given.Count == 0)
            found.Required(field, "must specify a volume type");
        foreach (var extra in given.Skip(1))
            found.Forbidden($"{field}.{extra}", "may not specify more than 1 volume type");
        if (given.Count > 0)
            VolumeSourceRules.Check(found, volume, given[0], $"{field}.{(given[0] == "gcePersistentDisk" ? "persistentDisk" : given[0])}");
    }
}
