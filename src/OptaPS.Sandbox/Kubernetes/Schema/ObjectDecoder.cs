using System.Globalization;
using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Schema;

/// <summary>
/// Reads an object of a built-in kind as the real server's decoder does: wrong types are refused, unknown fields and nulls are
/// dropped (unknown ones are reported), empty values of fields that are omitted when empty vanish.
/// </summary>
internal sealed class ObjectDecoder
{
    /// <summary>Around keys of maps in paths: messages about wrong types leave these keys out.</summary>
    private const string KeyStart = "\u0001";
    private const string KeyEnd = "\u0002";

    private readonly List<string> complaints = [];

    public static DecodeResult Decode(JsonObject body, SchemaNode schema, string kind)
    {
        var decoder = new ObjectDecoder();
        var result = decoder.Map(body, schema, "", kind);
        return new DecodeResult(result, [.. decoder.complaints.Order(StringComparer.Ordinal)]);
    }

    private JsonObject Map(JsonObject source, SchemaNode schema, string path, string owner)
    {
        var result = new JsonObject();
        if (schema.IsFree)
            return source.Copy();
        foreach (var (name, value) in source)
        {
            var key = !schema.Properties.ContainsKey(name) && schema.Additional is not null ? KeyStart + name + KeyEnd : name;
            var child = path.Length == 0 ? key : path + "." + key;
            var member = schema.Properties.GetValueOrDefault(name);
            if (member is null && schema.Additional is { } element)
            {
                result[name] = value is null ? Zero(element) : Value(value, element, child, owner);
                continue;
            }

            if (member is null)
            {
                if (!schema.PreservesUnknown)
                    complaints.Add($"unknown field \"{child.Replace(KeyStart, "", StringComparison.Ordinal).Replace(KeyEnd, "", StringComparison.Ordinal)}\"");
                continue;
            }

            if (value is null)
                continue;
            var decoded = Value(value, member, child, ShortName(schema, owner));
            if (!ZeroValues.IsOmitted(schema, name, member, decoded))
                result[name] = decoded;
        }

        return result;
    }

    private JsonNode? Value(JsonNode value, SchemaNode schema, string path, string owner)
    {
        if (schema.IsIntOrString)
        {
            return value is JsonValue && (value.Text() is not null || value.Number() is not null)
                ? value.DeepClone() : throw Mismatch(value, path, owner, "intstr.IntOrString");
        }

        if (schema.IsQuantity)
            return Quantity(value);
        switch (schema.Type)
        {
            case "object":
                return value is JsonObject map ? Map(map, schema, path, owner) : throw Mismatch(value, path, owner, schema.IsMap ? "map[string]string" : GoType(schema, owner));
            case "array":
                if (value is not JsonArray list)
                    throw Mismatch(value, path, owner, "[]" + GoType(schema.Items, "string"));
                var items = new JsonArray();
                for (var i = 0; i < list.Count; i++)
                {
                    items.Add(list[i] is { } item && schema.Items is { } element
                        ? Value(item, element, path + "[" + i.ToString(CultureInfo.InvariantCulture) + "]", owner)
                        : schema.Items is { } missing ? Zero(missing) : null);
                }

                return items;
            case "string":
                if (value.Text() is not { } text)
                    throw Mismatch(value, path, owner, "string");
                if (schema.IsTime && text.Length > 0 && TimeText.Problem(text, schema.IsMicroTime) is { } problem)
                    throw new DecodeException(problem);
                if (schema.Format == "byte" && !Convert.TryFromBase64String(text, new byte[text.Length], out _))
                    throw new DecodeException("illegal base64 data at input byte " + FirstIllegal(text).ToString(CultureInfo.InvariantCulture));
                return text;
            case "integer":
                if (value is JsonValue number && number.TryGetValue<long>(out var whole))
                {
                    if (schema.Format == "int32" && whole is > int.MaxValue or < int.MinValue)
                        throw new DecodeException($"json: cannot unmarshal number {whole} into Go struct field {owner}.{Dotted(path)} of type int32");
                    return whole;
                }

                throw Mismatch(value, path, owner, schema.Format == "int64" ? "int64" : "int32");
            case "number":
                return value.Number() is not null ? value.DeepClone() : throw Mismatch(value, path, owner, "float64");
            case "boolean":
                return value.FlagOrNull() is { } flag ? flag : throw Mismatch(value, path, owner, "bool");
            default:
                return value.DeepClone();
        }
    }

    private static JsonNode? Quantity(JsonNode value)
    {
        var text = value.Text() ?? (value is JsonValue && value.Number() is not null ? value.ToJsonString() : "");
        return Schema.Quantity.TryParse(text, out var quantity)
            ? quantity.Canonical
            : throw new DecodeException("quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'");
    }

    private static JsonNode? Zero(SchemaNode schema) => schema.Type switch
    {
        "string" => "",
        "integer" => 0L,
        "boolean" => false,
        "object" => new JsonObject(),
        _ => null
    };

    private static int FirstIllegal(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsAsciiLetterOrDigit(text[i]) && text[i] is not ('+' or '/' or '='))
                return i;
        }

        return text.Length / 4 * 4;
    }

    private static DecodeException Mismatch(JsonNode value, string path, string owner, string wanted)
    {
        var got = value switch
        {
            JsonObject => "object",
            JsonArray => "array",
            _ when value.Text() is not null => "string",
            _ when value.FlagOrNull() is not null => "bool",
            _ when value is JsonValue whole && whole.TryGetValue<long>(out _) => "number",
            _ => "number " + value.ToJsonString()
        };
        return new DecodeException($"json: cannot unmarshal {got} into Go struct field {owner}.{Dotted(path)} of type {wanted}");
    }

    private static string Dotted(string path) => System.Text.RegularExpressions.Regex.Replace(path, @"\[\d+\]|\.\u0001[^\u0002]*\u0002", "");

    /// <summary>The name of a type with its package.</summary>
    private static string GoType(SchemaNode? schema, string otherwise) =>
        schema is null || schema.TypeName.Length == 0 ? otherwise : string.Join('.', schema.TypeName.Split('.')[^2..]);

    private static string ShortName(SchemaNode? schema, string otherwise) =>
        schema is null || schema.TypeName.Length == 0 ? otherwise : schema.TypeName[(schema.TypeName.LastIndexOf('.') + 1)..];
}
