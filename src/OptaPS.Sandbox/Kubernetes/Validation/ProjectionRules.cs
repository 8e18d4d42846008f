using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Validation;

/// <summary>Volumes that show data of the cluster as files.</summary>
internal static class ProjectionRules
{
    public static void Check(Findings found, JsonObject source, string field)
    {
        VolumeSourceRules.Mode(found, source["defaultMode"], field + ".defaultMode");
        var paths = new HashSet<string>(StringComparer.Ordinal);
        var index = 0;
        foreach (var part in source.Objects("sources"))
            Part(found, part, $"{field}.sources[{index++}]", field, paths);
    }

    /// <summary>A file with a field of the pod.</summary>
    public static void Downward(Findings found, JsonObject file, string field)
    {
        VolumeSourceRules.Inside(found, file.Text("path") ?? "", field + ".path");
        if (file.Map("fieldRef") is { } reference)
            EnvironmentRules.PodField(found, reference, field + ".fieldRef", volume: true);
        else if (file.Map("resourceFieldRef") is null)
            found.Required(field, "one of fieldRef and resourceFieldRef is required");
        VolumeSourceRules.Mode(found, file["mode"], field + ".mode");
    }

    private static void Part(Findings found, JsonObject part, string at, string volume, HashSet<string> paths)
    {
        foreach (var (kind, value) in part)
        {
            if (value is not JsonObject source)
                continue;
            var field = $"{at}.{kind}";
            switch (kind)
            {
                case "secret" or "configMap":
                    if (source.Text("name") is null or "")
                        found.Required(field + ".name");
                    VolumeSourceRules.Items(found, source, field);
                    foreach (var path in source.Objects("items").Select(item => item.Text("path") ?? "").Where(path => path.Length > 0 && !paths.Add(path)).ToList())
                        found.Invalid(volume, source.Text("name") ?? "", "conflicting duplicate paths");
                    break;
                case "downwardAPI":
                    foreach (var file in source.Objects("items"))
                        Downward(found, file, field);
                    break;
                case "serviceAccountToken":
                    if (source.Number("expirationSeconds") is { } seconds and < 600)
                        found.Invalid(field + ".expirationSeconds", seconds, "may not specify a duration less than 10 minutes");
                    if (source.Text("path") is null or "")
                        found.Required(volume + ".path");
                    break;
            }
        }

        if (part.Count > 1)
            found.Forbidden(at, "may not specify more than 1 volume type per source");
    }
}
