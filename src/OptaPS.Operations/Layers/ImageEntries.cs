using OptaPS.Configuration.Layers;
using OptaPS.Diagnostics;
using OptaPS.Engine.Overlay;
using OptaPS.Engine.Planning;

namespace OptaPS.Operations.Layers;

/// <summary>
/// The images that deployments recorded, when their modules are renamed in the file or taken out of it. An image follows a module that is said to be
/// moved; otherwise it goes with its module, as everything else of it does.
/// </summary>
internal static class ImageEntries
{
    private const string Prefix = "image:";

    /// <summary>Keys of the images whose module the file does not have.</summary>
    public static IReadOnlyList<string> WithoutModule(LayerFile file, IEnumerable<string> keys) =>
        [.. keys.Where(key => key.StartsWith(Prefix, StringComparison.Ordinal) && !file.Modules.Any(module => module.Name == key[Prefix.Length..]))];

    /// <summary>The entries that images of moved modules become.</summary>
    public static IEnumerable<OverlayEntry> Moved(IReadOnlyDictionary<string, OverlayEntry> overlay, IReadOnlyList<string> gone, IReadOnlyList<AddressMove> moves) =>
        from key in gone
        from move in moves
        where move.From == $"{key[Prefix.Length..]}/*" && move.To.EndsWith("/*", StringComparison.Ordinal)
        let to = $"{Prefix}{move.To[..^2]}"
        where !overlay.ContainsKey(to)
        select overlay[key] with { Key = to };

    /// <summary>Says that a recorded image is forgotten (OPTA7077, a warning).</summary>
    public static Diagnostic Forgotten(string key, OverlayEntry entry, string path) =>
        new("OPTA7077", Severity.Warning, $"The image {entry.Value?.ToJsonString()} that '{entry.Command}' recorded for the module '{key[Prefix.Length..]}' is forgotten: {path} has no such module any more.")
        {
            Category = DiagnosticCategory.InvalidData,
            Remedy = $"When the module has got another name, say so with --moved {key[Prefix.Length..]}/*=NEW/* (-Moved), and the image goes with it; or deploy the new one with --image (-Image).",
        };
}
