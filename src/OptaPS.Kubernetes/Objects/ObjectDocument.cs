using System.Text.Json.Nodes;

namespace OptaPS.Kubernetes.Objects;

/// <summary>Reads the parts that every Kubernetes object document has.</summary>
public static class ObjectDocument
{
    /// <summary>The object's kind.</summary>
    /// <exception cref="FormatException"><c>apiVersion</c> or <c>kind</c> is missing.</exception>
    public static GroupVersionKind GetKind(this JsonObject document) => GroupVersionKind.Of(
        Text(document, "apiVersion") ?? throw new FormatException("The object has no apiVersion."),
        Text(document, "kind") ?? throw new FormatException("The object has no kind."));

    /// <summary>The object's name.</summary>
    /// <exception cref="FormatException"><c>metadata.name</c> is missing.</exception>
    public static string GetName(this JsonObject document) =>
        Metadata(document, "name") ?? throw new FormatException($"The {Text(document, "kind") ?? "object"} has no metadata.name.");

    /// <summary>The object's namespace, or null.</summary>
    public static string? GetNamespace(this JsonObject document) => Metadata(document, "namespace") is { Length: > 0 } text ? text : null;

    /// <summary>The object's unique id, or null before it was created.</summary>
    public static string? GetUid(this JsonObject document) => Metadata(document, "uid");

    /// <summary>The object's resource version, or null.</summary>
    public static string? GetResourceVersion(this JsonObject document) => Metadata(document, "resourceVersion");

    /// <summary>A label's value, or null.</summary>
    public static string? GetLabel(this JsonObject document, string name) => (document["metadata"]?["labels"] as JsonObject)?.Text(name);

    /// <summary>An annotation's value, or null.</summary>
    public static string? GetAnnotation(this JsonObject document, string name) => (document["metadata"]?["annotations"] as JsonObject)?.Text(name);

    /// <summary>True once deletion was asked for.</summary>
    public static bool IsBeingDeleted(this JsonObject document) => document["metadata"]?["deletionTimestamp"] is not null;

    /// <summary>The text member of that name, or null when it is absent or no text.</summary>
    public static string? Text(this JsonObject document, string member) =>
        document[member] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    /// <summary>The whole-number member at that path, or null when it is absent or no number.</summary>
    public static long? Number(this JsonNode? node, params string[] path)
    {
        foreach (var member in path)
            node = (node as JsonObject)?[member];
        if (node is not JsonValue value)
            return null;

        // A document that was made in memory may hold a narrower number type, which does not convert by itself.
        return value.TryGetValue<long>(out var number) ? number : value.TryGetValue<int>(out var small) ? small : null;
    }

    /// <summary>The text at that path, or null when it is absent or no text.</summary>
    public static string? TextAt(this JsonNode? node, params string[] path)
    {
        foreach (var member in path)
            node = (node as JsonObject)?[member];
        return node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
    }

    private static string? Metadata(JsonObject document, string member) => (document["metadata"] as JsonObject)?.Text(member);
}
