using System.Text.Json.Nodes;

namespace OptaPS.Modules.Documents;

/// <summary>Reads the files that are embedded in this assembly.</summary>
internal static class EmbeddedText
{
    /// <summary>Names of embedded files under a prefix, sorted.</summary>
    public static IReadOnlyList<string> Names(string prefix) =>
        [.. typeof(EmbeddedText).Assembly.GetManifestResourceNames().Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    /// <summary>An embedded file's bytes.</summary>
    public static byte[] Bytes(string name)
    {
        using var stream = typeof(EmbeddedText).Assembly.GetManifestResourceStream(name) ?? throw new FileNotFoundException("There is no embedded file " + name, name);
        using var buffer = new MemoryStream();
        stream.CopyTo(buffer);
        return buffer.ToArray();
    }

    /// <summary>An embedded JSON file.</summary>
    public static JsonObject Json(string name) => JsonNode.Parse(Bytes(name))!.AsObject();
}
