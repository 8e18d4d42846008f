using System.Buffers.Binary;
using System.Text;
using OptaPS.Sandbox.Kubernetes.Schema;

namespace OptaPS.Sandbox.Kubernetes.Discovery;

/// <summary>Reads the recorded OpenAPI documents: name length, name, content length, content, repeated, compressed as one.</summary>
internal static class OpenApiArchive
{
    public static IReadOnlyDictionary<string, byte[]> Read()
    {
        var data = DataFiles.ReadBytes("openapi.br");
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        var at = 0;
        while (at < data.Length)
        {
            var name = Encoding.UTF8.GetString(Next(data, ref at));
            files[name] = Next(data, ref at).ToArray();
        }

        return files;
    }

    private static ReadOnlySpan<byte> Next(byte[] data, ref int at)
    {
        var length = BinaryPrimitives.ReadInt32LittleEndian(data.AsSpan(at));
        var slice = data.AsSpan(at + 4, length);
        at += 4 + length;
        return slice;
    }
}
