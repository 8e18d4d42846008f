using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Validation;

/// <summary>The spec of a claim for a volume, wherever it is written.</summary>
internal static class ClaimSpecRules
{
    private static readonly string[] Modes = ["ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"];

    public static void Check(Findings found, JsonObject spec, string field)
    {
        AccessModes(found, spec, field + ".accessModes", "at least 1 access mode is required");
        SelectorRules.Check(found, spec["selector"], field + ".selector");
        if (spec.At("resources", "requests", "storage") is not { } size)
            found.Required(field + ".resources[storage]");
        else
            Positive(found, size, field + ".resources[storage]");
        ClassName(found, spec, field, "storageClassName");
        found.OneOf(field + ".volumeMode", spec.Text("volumeMode"), "Block", "Filesystem");
        foreach (var name in new[] { "dataSource", "dataSourceRef" })
            Source(found, spec.Map(name), $"{field}.{name}");
        ClassName(found, spec, field, "volumeAttributesClassName");
    }

    public static void AccessModes(Findings found, JsonObject spec, string field, string missing)
    {
        var modes = spec.Texts("accessModes").ToList();
        if (modes.Count == 0)
            found.Required(field, missing);
        foreach (var mode in modes)
            found.OneOf(field, mode, Modes);
        if (modes.Contains("ReadWriteOncePod") && modes.Distinct().Count() > 1)
            found.Forbidden(field, "may not use ReadWriteOncePod with other access modes");
    }

    public static void Positive(Findings found, JsonNode? amount, string field)
    {
        if (ResourceRules.Read(amount) is { } quantity && quantity.Nano <= 0)
            found.Invalid(field, quantity.Canonical, "must be greater than zero");
    }

    public static void ClassName(Findings found, JsonObject spec, string field, string member)
    {
        if (spec.Text(member) is { Length: > 0 } name)
            found.Invalid($"{field}.{member}", name, NameRules.Subdomain(name));
    }

    private static void Source(Findings found, JsonObject? source, string field)
    {
        if (source is null)
            return;
        if (source.Text("name") is null or "")
            found.Required(field + ".name");
        if (source.Text("kind") is null or "")
            found.Required(field + ".kind");
        if (source.Text("apiGroup") is null or "" && source.Text("kind") is { } kind && kind != "PersistentVolumeClaim" && source.Text("apiGroup") is null or "")
            found.Invalid(field, source.Text("kind"), "must be 'PersistentVolumeClaim' when referencing the default apiGroup");
    }
}
