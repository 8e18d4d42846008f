using System.Text.Json;
using System.Text.Json.Serialization;
using OptaPS.Modules.Documents;

namespace OptaPS.Modules.Addons;

/// <summary>The add-ons that can be installed: chart, version, values and rights are data files.</summary>
internal static class AddonCatalog
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };

    /// <summary>All add-ons by name.</summary>
    public static IReadOnlyList<Addon> All => [.. EmbeddedText.Names("addons/").Select(Read)];

    /// <summary>The add-on of a name.</summary>
    public static Addon Get(string name) => Read($"addons/{name}.json");

    private static Addon Read(string file) => JsonSerializer.Deserialize<Addon>(EmbeddedText.Bytes(file), Format)!;
}
