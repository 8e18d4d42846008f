using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Storage;

/// <summary>
/// One version of an object. The body is never changed after it is stored: writers work on copies. What a restart finds on disk is
/// parsed when somebody first looks at it.
/// </summary>
internal sealed class StoredObject
{
    private byte[]? bytes;
    private JsonObject? body;

    public StoredObject(string resource, ObjectKey key, long version, JsonObject body)
        : this(resource, key, version) => this.body = body;

    public StoredObject(string resource, ObjectKey key, long version, byte[] bytes)
        : this(resource, key, version) => this.bytes = bytes;

    private StoredObject(string resource, ObjectKey key, long version) => (Resource, Key, Version) = (resource, key, version);

    /// <summary>Storage name of the kind, <c>group/plural</c>.</summary>
    public string Resource { get; }

    public ObjectKey Key { get; }

    public long Version { get; }

    // Whoever parses second takes the first one's tree, so that everybody sees the same.
    public JsonObject Body => body ?? Interlocked.CompareExchange(ref body, JsonReader.Parse(bytes)!.AsObject(), null) ?? body;

    /// <summary>The body as JSON text, made once.</summary>
    public byte[] Bytes => bytes ??= JsonText.ToBytes(Body);
}
