using OptaPS.Diagnostics;
using OptaPS.Modules.Compilation;

namespace OptaPS.Modules.Mesh;

/// <summary>Whether an environment has a mesh: the overlay says so (Install-OptaMeshAddon), or the file does.</summary>
internal static class MeshChoice
{
    /// <summary>Key of the overlay entry that asks for Linkerd.</summary>
    public const string OverlayKey = "addon:linkerd";

    private const string Input = "linkerd_enabled";

    /// <summary>True when Linkerd is to be installed. A file that says no contradicts an overlay entry that says yes.</summary>
    public static bool WantsLinkerd(ModuleContext context)
    {
        var entry = context.Overlay(OverlayKey);
        if (!context.Inputs.IsWritten(Input))
            return entry is not null;
        var wanted = context.Inputs.GetBool(Input);
        if (entry is not null && !wanted)
        {
            context.Error(new Diagnostic("OPTA6009", Severity.Error, $"The file says '{Input}: false', but the mesh was installed by a command.")
            {
                Location = context.Inputs.LocationOf(Input),
                Cause = entry.Source,
                Category = DiagnosticCategory.InvalidOperation,
                Remedy = $"Remove '{Input}' from the file to keep the mesh, or uninstall the mesh by the command.",
            });
        }
        return wanted || entry is not null;
    }
}
