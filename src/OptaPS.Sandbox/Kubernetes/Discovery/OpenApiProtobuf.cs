using System.Text;
using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Discovery;

/// <summary>OpenAPI v2 as protobuf, as kubectl asks for it when version 3 does not know a kind. Paths are left out: no client of it reads them.</summary>
internal static class OpenApiProtobuf
{
    public const string MediaType = "application/com.github.proto-openapi.spec.v2@v1.0+protobuf";

    /// <summary>The type of the answer: the one that is asked for is not valid as a media type.</summary>
    public const string AnswerType = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";

    private const int Bytes = 2;

    public static byte[] Write(JsonNode? document)
    {
        var info = new Message();
        info.Text(1, document.Text("info", "title"));
        info.Text(2, document.Text("info", "version"));
        var definitions = new Message();
        foreach (var (name, schema) in document.Map("definitions") ?? [])
            definitions.Inner(1, Named(name, Schema(schema)));
        var root = new Message();
        root.Text(1, document.Text("swagger") ?? "2.0");
        root.Inner(2, info);
        root.Inner(9, definitions);
        return root.ToArray();
    }

    private static Message Named(string name, Message value)
    {
        var result = new Message();
        result.Text(1, name);
        result.Inner(2, value);
        return result;
    }

    private static Message Schema(JsonNode? schema)
    {
        var result = new Message();
        result.Text(1, schema.Text("$ref"));
        result.Text(2, schema.Text("format"));
        result.Text(4, schema.Text("description"));
        if (schema.At("default") is { } standard)
            result.Inner(5, Any(standard));
        foreach (var name in schema.Texts("required"))
            result.Text(19, name);
        if (schema.At("additionalProperties") is JsonObject additional)
        {
            var either = new Message();
            either.Inner(1, Schema(additional));
            result.Inner(21, either);
        }

        if (schema.Text("type") is { } type)
        {
            var types = new Message();
            types.Text(1, type);
            result.Inner(22, types);
        }

        if (schema.At("items") is JsonObject items)
        {
            var item = new Message();
            item.Inner(1, Schema(items));
            result.Inner(23, item);
        }

        if (schema.Map("properties") is { } properties)
        {
            var members = new Message();
            foreach (var (name, member) in properties)
                members.Inner(1, Named(name, Schema(member)));
            result.Inner(25, members);
        }

        foreach (var (name, value) in (schema as JsonObject)?.Where(pair => pair.Key.StartsWith("x-", StringComparison.Ordinal)) ?? [])
            result.Inner(31, Named(name, Any(value)));
        return result;
    }

    /// <summary>Any value, as text that is YAML too.</summary>
    private static Message Any(JsonNode? value)
    {
        var result = new Message();
        result.Text(2, JsonText.ToText(value));
        return result;
    }

    private sealed class Message
    {
        private readonly MemoryStream data = new();

        public void Text(int field, string? text)
        {
            if (!string.IsNullOrEmpty(text))
                Put(field, Encoding.UTF8.GetBytes(text));
        }

        public void Inner(int field, Message message) => Put(field, message.ToArray());

        public byte[] ToArray() => data.ToArray();

        private void Put(int field, byte[] content)
        {
            Number((field << 3) | Bytes);
            Number(content.Length);
            data.Write(content);
        }

        private void Number(int value)
        {
            for (; value >= 0x80; value >>= 7)
                data.WriteByte((byte)(value | 0x80));
            data.WriteByte((byte)value);
        }
    }
}
