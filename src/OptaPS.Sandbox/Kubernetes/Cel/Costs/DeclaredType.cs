using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Cel.Types;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Cel.Costs;

/// <summary>What a structural schema declares, with the greatest sizes that fit into a request.</summary>
internal sealed class DeclaredType
{
    /// <summary>Greatest size of a request in bytes.</summary>
    public const long MaxRequest = 3 * 1024 * 1024;

    private static readonly DeclaredType Name = new() { Type = CelType.Text, MaxElements = MaxRequest - 2, MinSize = 2 };

    /// <summary>The type in expressions.</summary>
    public required CelType Type { get; init; }

    /// <summary>Items of a list or values of a map.</summary>
    public DeclaredType? Element { get; init; }

    /// <summary>Keys of a map.</summary>
    public DeclaredType? Key { get; init; }

    public IReadOnlyDictionary<string, DeclaredType> Fields { get; init; } = new Dictionary<string, DeclaredType>(StringComparer.Ordinal);

    /// <summary>Characters, items or entries at most.</summary>
    public long MaxElements { get; init; }

    /// <summary>Least size of its JSON text in bytes.</summary>
    public long MinSize { get; init; }

    /// <summary>How often such a value can occur in a request at most.</summary>
    public ulong MaxCount => (ulong)(MaxRequest / (MinSize + 1));

    /// <summary>What a schema declares, or null when its values are not shown to expressions.</summary>
    public static DeclaredType? Of(JsonObject? schema, bool isResource = false)
    {
        if (schema is null)
            return null;
        if (schema.Flag("x-kubernetes-int-or-string"))
            return new DeclaredType { Type = CelType.Dyn, MaxElements = Length(schema, 4) ?? MaxRequest - 2, MinSize = 1 };
        return (isResource ? "object" : schema.Text("type")) switch
        {
            "array" => List(schema),
            "object" => schema.Map("additionalProperties") is { } values ? Map(schema, values) : Object(schema, isResource),
            "string" => Text(schema),
            "boolean" => new DeclaredType { Type = CelType.Bool, MinSize = 4 },
            "number" => new DeclaredType { Type = CelType.Double, MinSize = 1 },
            "integer" => new DeclaredType { Type = CelType.Int, MinSize = 1 },
            _ => null
        };
    }

    private static long? Length(JsonObject schema, int bytes) => schema.Number("maxLength") is { } length ? Math.Max(length, 0) * bytes : null;

    private static DeclaredType? List(JsonObject schema)
    {
        var items = schema.Map("items");
        if (Of(items, items?.Flag("x-kubernetes-embedded-resource") ?? false) is not { } item)
            return null;
        var most = schema.Number("maxItems") is { } limit ? Math.Max(limit, 0) : (MaxRequest - 2) / (item.MinSize + 1);
        return new DeclaredType { Type = CelType.List(item.Type), Element = item, MaxElements = most, MinSize = 2 };
    }

    private static DeclaredType? Map(JsonObject schema, JsonObject values)
    {
        if (Of(values, values.Flag("x-kubernetes-embedded-resource")) is not { } value)
            return null;
        var most = schema.Number("maxProperties") is { } limit ? Math.Max(limit, 0) : (MaxRequest - 2) / (value.MinSize + 6);
        // The real server gives keys no length.
        var key = new DeclaredType { Type = CelType.Text, MinSize = 2 };
        return new DeclaredType { Type = CelType.Map(CelType.Text, value.Type), Key = key, Element = value, MaxElements = most, MinSize = 2 };
    }

    private static DeclaredType Object(JsonObject schema, bool isResource)
    {
        var fields = new Dictionary<string, DeclaredType>(StringComparer.Ordinal);
        long size = 2;
        var required = schema.Texts("required").ToHashSet(StringComparer.Ordinal);
        foreach (var (name, child) in schema.Map("properties")?.ToList() ?? [])
        {
            if (child is not JsonObject member || Of(member, member.Flag("x-kubernetes-embedded-resource")) is not { } field)
                continue;
            if (IsReadable(name))
                fields[name] = field;
            if (required.Contains(name) && member["default"] is null)
                size += name.Length + field.MinSize + 4;
        }

        if (isResource)
        {
            fields["apiVersion"] = Name;
            fields["kind"] = Name;
            var names = new Dictionary<string, DeclaredType>(StringComparer.Ordinal) { ["name"] = Name, ["generateName"] = Name };
            fields["metadata"] = new DeclaredType { Type = Struct(names), Fields = names, MinSize = 2 };
        }

        return new DeclaredType { Type = Struct(fields), Fields = fields, MinSize = size };
    }

    private static CelType Struct(Dictionary<string, DeclaredType> fields) => new("object") { Fields = fields.ToDictionary(pair => pair.Key, pair => pair.Value.Type, StringComparer.Ordinal) };

    /// <summary>Whether a name of a property can be written in an expression.</summary>
    private static bool IsReadable(string name) => name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '.' or '-' or '/');

    private static DeclaredType Text(JsonObject schema) => schema.Text("format") switch
    {
        "byte" => new DeclaredType { Type = CelType.Bytes, MaxElements = Length(schema, 1) ?? MaxRequest - 2, MinSize = 2 },
        "duration" => new DeclaredType { Type = CelType.Duration, MaxElements = 32, MinSize = 3 },
        "date" => new DeclaredType { Type = CelType.Timestamp, MaxElements = 12, MinSize = 12 },
        "date-time" => new DeclaredType { Type = CelType.Timestamp, MaxElements = 32, MinSize = 21 },
        _ => new DeclaredType { Type = CelType.Text, MaxElements = Length(schema, 4) ?? Choices(schema) ?? MaxRequest - 2, MinSize = 2 }
    };

    private static long? Choices(JsonObject schema) => schema.List("enum") is { Count: > 0 } choices ? choices.Max(choice => choice.Text() is { } text ? System.Text.Encoding.UTF8.GetByteCount(text) : 0) : null;
}
