using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Api;

/// <summary>
/// The Kubernetes protobuf envelope: magic, then runtime.Unknown with type, raw bytes and content type. The raw part is JSON and says so.
/// </summary>
internal static class ProtobufEnvelope
{
    public static byte[] Wrap(JsonNode body)
    {
        using var type = new MemoryStream();
        Field(type, 1, System.Text.Encoding.UTF8.GetBytes(body.Text("apiVersion") ?? ""));
        Field(type, 2, System.Text.Encoding.UTF8.GetBytes(body.Text("kind") ?? ""));
        using var result = new MemoryStream();
        result.Write("k8s\0"u8);
        Field(result, 1, type.ToArray());
        Field(result, 2, JsonText.ToBytes(body));
        Field(result, 4, "application/json"u8.ToArray());
        return result.ToArray();
    }

    private static void Field(Stream target, int number, byte[] value)
    {
        target.WriteByte((byte)((number << 3) | 2));
        var length = (uint)value.Length;
        while (length >= 0x80)
        {
            target.WriteByte((byte)(length | 0x80));
            length >>= 7;
        }

        target.WriteByte((byte)length);
        target.Write(value);
    }
}
