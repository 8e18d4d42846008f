using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Schema;

namespace OptaPS.Sandbox.Kubernetes.Crds;

/// <summary>The value constraints of OpenAPI schemas, in the words of the real server.</summary>
internal static class SchemaConstraints
{
    public static void Check(JsonNode value, SchemaNode schema, string path, List<FieldError> errors)
    {
        if (schema.Enum is { } allowed && !allowed.Any(item => JsonWrite.Same(item, value)))
        {
            errors.Add(FieldError.NotSupported(path, value, allowed.Select(item => item.Text() ?? JsonText.ToText(item))));
        }

        if (value.Text() is { } text)
            Texts(text, schema, path, errors);
        else if (value is JsonArray list)
            Lists(list, schema, path, errors);
        else if (value is JsonObject map)
            Maps(map, schema, path, errors);
        else if (value is JsonValue number && Real(number) is { } real)
            Numbers(number, real, schema, path, errors);
        Combinations(value, schema, path, errors);
    }

    private static void Texts(string text, SchemaNode schema, string path, List<FieldError> errors)
    {
        var runes = text.EnumerateRunes().Count();
        // The first of these that fails is reported.
        if (schema.Get("maxLength").Number() is { } max && runes > max)
            errors.Add(new FieldError("FieldValueTooLong", path, $"Too long: may not be more than {max} bytes"));
        else if (schema.Get("minLength").Number() is { } min && runes < min)
            errors.Add(FieldError.Invalid(path, text, $"{path} in body should be at least {min} chars long"));
        else if (schema.Word("pattern") is { Length: > 0 } pattern && !Regex.IsMatch(text, pattern, RegexOptions.None, TimeSpan.FromSeconds(1)))
            errors.Add(FieldError.Invalid(path, text, $"{path} in body should match '{pattern}'"));
        var bad = schema.Format switch
        {
            "date-time" => !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out _),
            "uuid" => !Guid.TryParse(text, out _),
            "ipv4" => !System.Net.IPAddress.TryParse(text, out var address) || address.AddressFamily != System.Net.Sockets.AddressFamily.InterNetwork,
            "uri" => !Uri.TryCreate(text, UriKind.Absolute, out _),
            "email" => !text.Contains('@', StringComparison.Ordinal),
            "date" => !DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
            _ => false
        };
        if (bad)
            errors.Add(FieldError.TypeInvalid(path, text, $"{path} in body must be of type {schema.Format}: \"{text}\""));
    }

    private static void Numbers(JsonNode value, double number, SchemaNode schema, string path, List<FieldError> errors)
    {
        if (Real(schema.Get("minimum")) is { } min)
        {
            var strict = schema.Get("exclusiveMinimum").Flag();
            if (number < min || (strict && number <= min))
                errors.Add(FieldError.Invalid(path, value.DeepClone(), $"{path} in body should be greater than {(strict ? "" : "or equal to ")}{Show(min)}"));
        }

        if (Real(schema.Get("maximum")) is { } max)
        {
            var strict = schema.Get("exclusiveMaximum").Flag();
            if (number > max || (strict && number >= max))
                errors.Add(FieldError.Invalid(path, value.DeepClone(), $"{path} in body should be less than {(strict ? "" : "or equal to ")}{Show(max)}"));
        }

        if (Real(schema.Get("multipleOf")) is { } step && Math.Abs((number / step) - Math.Round(number / step)) > 1e-9)
            errors.Add(FieldError.Invalid(path, value.DeepClone(), $"{path} in body should be a multiple of {Show(step)}"));
    }

    private static void Lists(JsonArray list, SchemaNode schema, string path, List<FieldError> errors)
    {
        if (schema.Get("maxItems").Number() is { } max && list.Count > max)
            errors.Add(new FieldError("FieldValueTooMany", path, $"Too many: {list.Count}: must have at most {max} items"));
        if (schema.Get("minItems").Number() is { } min && list.Count < min)
            errors.Add(FieldError.Invalid(path, list.Count, $"{path} in body should have at least {min} items"));
        if (schema.ListType is not ("set" or "map"))
            return;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < list.Count; i++)
        {
            var element = Apply.FieldStructure.Element(schema, list[i]);
            if (element is not null && !seen.Add(element))
                errors.Add(FieldError.Duplicate($"{path}[{i}]", schema.ListType == "set" ? list[i]?.DeepClone() : JsonReader.Parse(System.Text.Encoding.UTF8.GetBytes(element[2..]))));
        }
    }

    private static void Maps(JsonObject map, SchemaNode schema, string path, List<FieldError> errors)
    {
        if (schema.Get("maxProperties").Number() is { } max && map.Count > max)
            errors.Add(new FieldError("FieldValueTooMany", path, $"Too many: {map.Count}: must have at most {max} items"));
        if (schema.Get("minProperties").Number() is { } min && map.Count < min)
            errors.Add(FieldError.Invalid(path, map.Count, $"{path} in body should have at least {min} properties"));
    }

    private static void Combinations(JsonNode value, SchemaNode schema, string path, List<FieldError> errors)
    {
        foreach (var part in schema.Get("allOf") as JsonArray ?? [])
        {
            if (!Accepts(value, part, schema))
                errors.Add(FieldError.Invalid(path, value.DeepClone(), $"{path} in body must validate all the schemas (allOf)"));
        }

        if (!schema.IsIntOrString && schema.Get("anyOf") is JsonArray any && !any.Any(part => Accepts(value, part, schema)))
            errors.Add(FieldError.Invalid(path, value.DeepClone(), $"{path} in body must validate at least one schema (anyOf)"));
        if (schema.Get("oneOf") is JsonArray one && one.Count(part => Accepts(value, part, schema)) is var count and not 1)
            errors.Add(FieldError.Invalid(path, value.DeepClone(), $"{path} in body must validate one and only one schema (oneOf). Found {(count == 0 ? "none" : count.ToString(CultureInfo.InvariantCulture))} valid"));
        if (schema.Get("not") is JsonObject not && Accepts(value, not, schema))
            errors.Add(FieldError.Invalid(path, value.DeepClone(), $"{path} in body must not validate the schema (not)"));
    }

    private static bool Accepts(JsonNode value, JsonNode? part, SchemaNode owner)
    {
        if (part is not JsonObject map)
            return true;
        var schema = owner.Sub(map);
        var errors = new List<FieldError>();
        if (value is JsonObject body)
        {
            errors.AddRange(schema.Required.Where(name => !body.ContainsKey(name)).Select(name => FieldError.Required(name)));
            foreach (var (name, member) in schema.Properties)
            {
                if (body[name] is { } child && !Accepts(child, member.Raw, schema))
                    return false;
            }
        }

        Check(value, schema, "", errors);
        return errors.Count == 0;
    }

    private static double? Real(JsonNode? node) => node is JsonValue value
        ? value.TryGetValue<double>(out var real) ? real : value.TryGetValue<long>(out var whole) ? whole : null
        : null;

    private static string Show(double value) => value.ToString(CultureInfo.InvariantCulture);
}
