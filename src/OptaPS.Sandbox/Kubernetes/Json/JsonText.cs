using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OptaPS.Sandbox.Kubernetes.Json;

/// <summary>Writes JSON text without escaping what need not be escaped.</summary>
internal static class JsonText
{
    public static JsonSerializerOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 512 };

    private static readonly JsonSerializerOptions Indented = new(Options) { WriteIndented = true, IndentSize = 2 };

    public static byte[] ToBytes(JsonNode? node) => JsonSerializer.SerializeToUtf8Bytes(node, Options);

    public static string ToText(JsonNode? node) => node?.ToJsonString(Options) ?? "null";

    public static byte[] ToIndentedBytes(JsonNode? node) => JsonSerializer.SerializeToUtf8Bytes(node, Indented);
}
