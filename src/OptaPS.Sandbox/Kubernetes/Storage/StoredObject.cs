using System.Text.Json.Nodes;

namespace OptaPS.Sandbox.Kubernetes.Storage;

/// <summary>One version of an object. The body is never changed after it is stored: writers work on copies.</summary>
internal sealed class StoredObject(string resource, ObjectKey key, long version, JsonObject body)
{
    private byte[]? bytes;

    /// <summary>Storage name of the kind, <c>group/plural</c>.</summary>
    public string Resource { get; } = resource;

    public ObjectKey Key { get; } = key;

    public long Version { get; } = version;

    public JsonObject Body { get; } = body;

    /// <summary>The body as JSON text, made once.</summary>
    public byte[] Bytes => bytes ??= Json.JsonText.ToBytes(Body);
}
