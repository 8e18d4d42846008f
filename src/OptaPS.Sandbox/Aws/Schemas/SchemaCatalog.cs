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

        using var compressed = new GZipStream(Open("cloudformation-schemas.json.gz"), CompressionMode.Decompress);
        foreach (var (name, entry) in JsonNode.Parse(compressed)!["types"]!.AsObject())
        {
            catalog._types.Add(name, new TypeSchema(
                name,
                [.. entry!["id"]!.AsArray().Select(i => (string)i!)],
                Shapes(entry["p"]!),
                Shapes(entry["a"]!),
                entry["d"]!.AsObject().ToDictionary(d => d.Key, d => Shapes(d.Value!), StringComparer.Ordinal),
                handlers[name],
                rules.GetValueOrDefault(name) ?? new TypeRules()));
        }

        return catalog;
    }

    private static IReadOnlyDictionary<string, PropertyShape> Shapes(JsonNode entries) => entries.AsObject().ToDictionary(
        e => e.Key,
        e => new PropertyShape(e.Value!["t"]!, (bool?)e.Value["r"] ?? false, (string?)e.Value["c"] ?? ""),
        StringComparer.Ordinal);

    private static T Read<T>(string name)
    {
        using var stream = Open(name);
        return JsonSerializer.Deserialize<T>(stream, Options)!;
    }

    private static Stream Open(string name) => typeof(SchemaCatalog).Assembly.GetManifestResourceStream("aws/" + name)
        ?? throw new InvalidOperationException("The embedded data file aws/" + name + " is missing.");
}
