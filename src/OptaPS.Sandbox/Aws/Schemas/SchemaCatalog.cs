using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OptaPS.Sandbox.Aws.Schemas;

/// <summary>All resource types that the sandbox serves, from the embedded data files.</summary>
internal sealed class SchemaCatalog
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);
    private readonly Dictionary<string, TypeSchema> _types = new(StringComparer.Ordinal);

    private SchemaCatalog()
    {
    }

    public IEnumerable<TypeSchema> Types => _types.Values;

    public TypeSchema? Find(string type) => _types.GetValueOrDefault(type);

    public static SchemaCatalog Load()
    {
        var catalog = new SchemaCatalog();
        var handlers = Read<Dictionary<string, HandlerFacts>>("handlers.json");
        var rules = new Dictionary<string, TypeRules>(StringComparer.Ordinal);
        foreach (var name in typeof(SchemaCatalog).Assembly.GetManifestResourceNames().Where(n => n.StartsWith("aws/types/", StringComparison.Ordinal)))
        {
            foreach (var (type, rule) in Read<Dictionary<string, TypeRules>>(name["aws/".Length..]))
            {
                rules.Add(type, rule);
            }
        }

        var limits = ReadLimits();
        using var compressed = new GZipStream(Open("cloudformation-schemas.json.gz"), CompressionMode.Decompress);
        foreach (var (name, entry) in JsonNode.Parse(compressed)!["types"]!.AsObject())
        {
            var ofType = limits.GetValueOrDefault(name) ?? [];
            catalog._types.Add(name, new TypeSchema(
                name,
                [.. entry!["id"]!.AsArray().Select(i => (string)i!)],
                Shapes(entry["p"]!, "", ofType),
                Shapes(entry["a"]!, "", ofType),
                entry["d"]!.AsObject().ToDictionary(d => d.Key, d => Shapes(d.Value!, d.Key + ".", ofType), StringComparer.Ordinal),
                handlers[name],
                rules.GetValueOrDefault(name) ?? new TypeRules(),
                ofType));
        }

        return catalog;
    }

    private static IReadOnlyDictionary<string, PropertyShape> Shapes(JsonNode entries, string owner, Dictionary<string, ValueLimits> limits) => entries.AsObject().ToDictionary(
        e => e.Key,
        e => new PropertyShape(e.Value!["t"]!, (bool?)e.Value["r"] ?? false, (string?)e.Value["c"] ?? "", limits.GetValueOrDefault(owner + e.Key)),
        StringComparer.Ordinal);

    /// <summary>By type, then by <c>Property</c> or <c>Definition.Property</c>.</summary>
    private static Dictionary<string, Dictionary<string, ValueLimits>> ReadLimits()
    {
        using var compressed = new GZipStream(Open("value-limits.json.gz"), CompressionMode.Decompress);
        return JsonSerializer.Deserialize<Dictionary<string, Dictionary<string, ValueLimits>>>(compressed, Options)!;
    }

    private static T Read<T>(string name)
    {
        using var stream = Open(name);
        return JsonSerializer.Deserialize<T>(stream, Options)!;
    }

    private static Stream Open(string name) => typeof(SchemaCatalog).Assembly.GetManifestResourceStream("aws/" + name)
        ?? throw new InvalidOperationException("The embedded data file aws/" + name + " is missing.");
}
