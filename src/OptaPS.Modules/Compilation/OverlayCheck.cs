using OptaPS.Configuration.Layers;
using OptaPS.Diagnostics;

namespace OptaPS.Modules.Compilation;

/// <summary>Finds overlay entries that nothing in the file can take up.</summary>
internal static class OverlayCheck
{
    private static readonly string[] Bases = ["aws-k8s-base", "local-base"];
    private static readonly string[] Services = ["aws-k8s-service", "local-k8s-service"];

    /// <summary>One error for each entry without a place.</summary>
    public static IEnumerable<Diagnostic> Unused(LayerFile file, CompileOptions options) => options.Overlay
        .Where(entry => !IsUsed(file, entry.Key))
        .Select(entry => new Diagnostic("OPTA6006", Severity.Error, $"The overlay entry '{entry.Key}' ({entry.Value.Source}) has no place in the file.")
        {
            Location = file.Location,
            Allowed = "addon:linkerd with a k8s-base module, image:<name> of a k8s-service module",
            Remedy = "Put the module back, or remove the entry.",
        });

    private static bool IsUsed(LayerFile file, string key) => key.Split(':', 2) switch
    {
        ["addon", "linkerd"] => file.Modules.Any(module => Bases.Contains(module.Type)),
        ["image", var name] => file.Modules.Any(module => module.Name == name && Services.Contains(module.Type)),
        _ => false,
    };
}
