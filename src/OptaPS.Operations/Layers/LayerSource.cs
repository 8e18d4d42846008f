using System.Text.Json.Nodes;
using OptaPS.Configuration.Layers;
using OptaPS.Configuration.Providers;
using OptaPS.Engine.Overlay;

namespace OptaPS.Operations.Layers;

/// <summary>
/// Where a layer was last applied from and for which account. Kept in the layer's overlay, so that commands that name an environment
/// find its file and its cloud, and a removal needs no file.
/// </summary>
/// <param name="Path">Full path of the file.</param>
/// <param name="Organization">The organisation's name.</param>
/// <param name="Provider">aws, google, azure, local or cluster.</param>
/// <param name="Region">The region, or empty.</param>
/// <param name="Account">The AWS account id, or empty.</param>
internal sealed record LayerSource(string Path, string Organization, string Provider, string Region, string Account)
{
    /// <summary>The overlay entry's key.</summary>
    public const string Key = "source";

    public static LayerSource Of(LayerFile file, CloudProvider provider) => new(
        file.Path,
        file.OrgName,
        provider.Kind.ToString().ToLowerInvariant(),
        provider.Region,
        (provider as AwsProvider)?.AccountId ?? "");

    public static LayerSource? Read(IReadOnlyDictionary<string, OverlayEntry> overlay) =>
        overlay.TryGetValue(Key, out var entry) && entry.Value is JsonObject o
            ? new LayerSource(Text(o, "path"), Text(o, "organization"), Text(o, "provider"), Text(o, "region"), Text(o, "account"))
            : null;

    public OverlayEntry ToEntry(string command, string who, DateTimeOffset when) => new(
        Key,
        new JsonObject
        {
            ["path"] = Path,
            ["organization"] = Organization,
            ["provider"] = Provider,
            ["region"] = Region,
            ["account"] = Account,
        },
        command,
        who,
        when);

    private static string Text(JsonObject o, string name) => o[name]?.GetValue<string>() ?? "";
}
