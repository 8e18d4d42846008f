using System.IO.Compression;
using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Schema;

/// <summary>The recorded facts about the real API server that are compiled into this assembly.</summary>
internal static class DataFiles
{
    private static readonly Lazy<IReadOnlyDictionary<string, JsonObject>> DiscoveryFiles = new(() => ReadMap("discovery.json.gz"));
    private static readonly Lazy<IReadOnlyDictionary<string, JsonObject>> SchemaFile = new(() => ReadMap("schemas.json.gz"));
    private static readonly Lazy<JsonObject> DefaultsFile = new(() => Read("defaults.json"));
    private static readonly Lazy<JsonObject> ColumnsFile = new(() => Read("printer-columns.json.gz"));
    private static readonly Lazy<JsonObject> ProtobufFile = new(() => Read("protobuf-fields.json.gz"));
    private static readonly Lazy<JsonObject> TemplateFile = new(() => Read("template-fields.json.gz"));
    private static readonly Lazy<JsonObject> RolesFile = new(() => Read("bootstrap-roles.json"));

    /// <summary>Discovery documents by recorded file name.</summary>
    public static IReadOnlyDictionary<string, JsonObject> Discovery => DiscoveryFiles.Value;

    /// <summary>Component schemas by definition name, without descriptions.</summary>
    public static IReadOnlyDictionary<string, JsonObject> Schemas => SchemaFile.Value;

    /// <summary>Default values by schema name.</summary>
    public static JsonObject Defaults => DefaultsFile.Value;

    /// <summary>Column definitions by <c>groupVersion/Kind</c>.</summary>
    public static JsonObject Columns => ColumnsFile.Value;

    /// <summary>Roles and bindings that exist in every new cluster.</summary>
    public static JsonObject BootstrapRoles => RolesFile.Value;

    /// <summary>The fields of a pod template's types in the order of their declaration.</summary>
    public static JsonObject TemplateFields => TemplateFile.Value;

    /// <summary>Field numbers of the messages that clients send as protobuf.</summary>
    public static JsonObject ProtobufFields => ProtobufFile.Value;

    /// <summary>The bytes of an embedded file, unpacked when it is compressed.</summary>
    public static byte[] ReadBytes(string name)
    {
        using var stream = typeof(DataFiles).Assembly.GetManifestResourceStream("OptaPS.Sandbox.Kubernetes.Data." + name)
            ?? throw new InvalidOperationException("missing data file " + name);
        using var plain = new MemoryStream();
        if (name.EndsWith(".gz", StringComparison.Ordinal))
        {
            using var unpacked = new GZipStream(stream, CompressionMode.Decompress);
            unpacked.CopyTo(plain);
        }
        else if (name.EndsWith(".br", StringComparison.Ordinal))
        {
            using var unpacked = new BrotliStream(stream, CompressionMode.Decompress);
            unpacked.CopyTo(plain);
        }
        else
        {
            stream.CopyTo(plain);
        }

        return plain.ToArray();
    }

    private static JsonObject Read(string name) => JsonReader.Parse(ReadBytes(name))!.AsObject();

    private static Dictionary<string, JsonObject> ReadMap(string name)
    {
        var root = Read(name);
        return root.ToDictionary(pair => pair.Key, pair => pair.Value!.AsObject());
    }
}
