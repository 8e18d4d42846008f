using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Schema;

/// <summary>A schema of a value. References are followed lazily, so recursive types work.</summary>
internal sealed class SchemaNode
{
    private readonly SchemaSet set;
    private readonly JsonObject own;
    private readonly JsonObject? target;
    private Dictionary<string, SchemaNode>? properties;
    private SchemaNode? items;
    private SchemaNode? additional;
    private string? type;

    public SchemaNode(SchemaSet set, JsonObject own, string typeName = "")
    {
        this.set = set;
        this.own = own;
        TypeName = typeName;
        if (own.Text("$ref") is { } reference)
        {
            target = SchemaSet.Definition(reference);
            TypeName = reference;
        }
    }

    /// <summary>Definition name of a built-in type, or empty.</summary>
    public string TypeName { get; }

    /// <summary>The schema document itself, for keywords that are rarely needed.</summary>
    public JsonObject Raw => own;

    public string Type => type ??= FindType();

    public string Format => Word("format");

    public bool IsIntOrString => Get("x-kubernetes-int-or-string").Flag() || Format == "int-or-string" || TypeName.EndsWith(".IntOrString", StringComparison.Ordinal);

    public bool PreservesUnknown => Get("x-kubernetes-preserve-unknown-fields").Flag();

    public bool IsEmbeddedObject => Get("x-kubernetes-embedded-resource").Flag();

    public bool IsNullable => Get("nullable").Flag();

    public string ListType => Word("x-kubernetes-list-type");

    public string MapType => Word("x-kubernetes-map-type");

    public string PatchMergeKey => Word("x-kubernetes-patch-merge-key");

    public string PatchStrategy => Word("x-kubernetes-patch-strategy");

    public IReadOnlyList<string> MapKeys => [.. (Get("x-kubernetes-list-map-keys") as JsonArray)?.Select(key => key.Text()).OfType<string>() ?? []];

    public IReadOnlyList<string> Required => [.. (Get("required") as JsonArray)?.Select(key => key.Text()).OfType<string>() ?? []];

    public bool HasDefault => own.ContainsKey("default");

    public JsonNode? Default => own["default"];

    public JsonArray? Enum => Get("enum") as JsonArray;

    public bool HasProperties => Get("properties") is JsonObject;

    /// <summary>An object with free member names.</summary>
    public bool IsMap => !HasProperties && Get("additionalProperties") is JsonObject;

    /// <summary>Any JSON value: nothing is said about its structure.</summary>
    public bool IsFree => Type.Length == 0 || (Type == "object" && !HasProperties && Get("additionalProperties") is null) || IsRawExtension;

    public bool IsRawExtension => TypeName.EndsWith(".RawExtension", StringComparison.Ordinal) || TypeName.EndsWith(".JSON", StringComparison.Ordinal) || TypeName.EndsWith(".FieldsV1", StringComparison.Ordinal);

    public bool IsQuantity => TypeName.EndsWith(".Quantity", StringComparison.Ordinal);

    public bool IsTime => TypeName.EndsWith(".v1.Time", StringComparison.Ordinal) || TypeName.EndsWith(".MicroTime", StringComparison.Ordinal);

    /// <summary>A time that must be written with six digits of the second's fraction.</summary>
    public bool IsMicroTime => TypeName.EndsWith(".MicroTime", StringComparison.Ordinal);

    public IReadOnlyDictionary<string, SchemaNode> Properties => properties ??=
        (Get("properties") as JsonObject)?.ToDictionary(pair => pair.Key, pair => new SchemaNode(set, pair.Value as JsonObject ?? []), StringComparer.Ordinal)
        ?? new Dictionary<string, SchemaNode>(StringComparer.Ordinal);

    public SchemaNode? Items => items ??= Get("items") is JsonObject schema ? new SchemaNode(set, schema) : null;

    public SchemaNode? Additional => additional ??= Get("additionalProperties") is JsonObject schema ? new SchemaNode(set, schema) : null;

    /// <summary>The schema of a member, or null when it is unknown.</summary>
    public SchemaNode? Member(string name) => Properties.GetValueOrDefault(name) ?? Additional;

    /// <summary>A schema that is written inside this one.</summary>
    public SchemaNode Sub(JsonObject document) => new(set, document);

    public JsonNode? Get(string keyword) => own.TryGetPropertyValue(keyword, out var value) && value is not null ? value : target?[keyword];

    public string Word(string keyword) => Get(keyword).Text() ?? "";

    private string FindType()
    {
        if (IsIntOrString || IsRawExtension)
            return "";
        var word = Word("type");
        return word.Length == 0 && Get("properties") is JsonObject ? "object" : word;
    }
}
