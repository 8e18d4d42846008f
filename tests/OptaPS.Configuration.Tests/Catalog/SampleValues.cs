using OptaPS.Configuration.Catalog;

namespace OptaPS.Configuration.Tests.Catalog;

/// <summary>Makes values in flow style for value schemas: one that is allowed, and ones that are not.</summary>
internal static class SampleValues
{
    private static readonly Dictionary<string, string> ByPattern = new(StringComparer.Ordinal)
    {
        ["vpc-([0-9a-z]{8}|[0-9a-z]{17})"] = "vpc-0a1b2c3d", ["subnet-([0-9a-z]{8}|[0-9a-z]{17})"] = "subnet-0a1b2c3d", [@"db\..+"] = "db.r6g.large", [@"cache\..+"] = "cache.t4g.small",
        [@"[0-9]+(\.[0-9]+)?"] = "16.4", ["[A-Za-z_][A-Za-z0-9_]{0,62}"] = "orders", ["[A-Za-z][A-Za-z0-9_]{0,63}"] = "orders", ["([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-3]):[0-5][0-9]"] = "02:00-03:00",
        ["/.*"] = "/ready", [".+"] = "/ready", ["(?!.*(micro|nano)).+"] = "m6g.large", ["[a-z0-9-]{1,15}"] = "web", ["[A-Za-z_][A-Za-z0-9_.-]*"] = "LOG_LEVEL", [".*/28"] = "10.9.0.0/28", ["[1-9][0-9]{0,2}"] = "4",
        ["REDIS_[0-9]+_[0-9X]"] = "REDIS_7_0", ["[0-9]+(_[0-9]+)?"] = "15", ["[0-9]+_[0-9]+"] = "8_0", ["[0-9]+"] = "15", [@"1\.[0-9]+(\.[0-9]+)?"] = "1.34", ["M[0-9]+"] = "M20",
        ["[a-z][a-z0-9-]{4,28}[a-z0-9]"] = "report-writer", ["[a-z0-9]([a-z0-9-]*[a-z0-9])?"] = "bounce", ["[a-z0-9]([a-z0-9.-]*[a-z0-9])?"] = "www", ["[a-z0-9]([a-z0-9-]{0,51}[a-z0-9])?"] = "my-release",
        ["[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"] = "tools", ["[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]"] = "acme-uploads", ["[a-z0-9][a-z0-9._-]{1,61}[a-z0-9]"] = "acme-uploads",
    };

    private static readonly Dictionary<string, string> ByFormat = new(StringComparer.Ordinal)
    {
        ["cidr"] = "10.9.0.0/16", ["ipv4"] = "10.9.0.10", ["arn"] = "arn:aws:iam::111122223333:policy/read", ["domain"] = "shop.example.com", ["image"] = "ghcr.io/acme/shop:2.1", ["guid"] = "0a1b2c3d-0000-4000-8000-000000000001",
        ["repository"] = "https://charts.example.com", ["cron"] = "*/10 * * * *", ["public-uri"] = "shop.example.com/v1", ["file"] = "some-file.txt", ["folder"] = "some-folder",
    };

    /// <summary>An allowed value.</summary>
    public static string Valid(ValueSchema schema)
    {
        if (schema.Kinds.Count == 0)
        {
            return "{any: [1, true, text]}";
        }

        return schema.Kinds[0] switch
        {
            ValueKind.Text => Text(schema),
            ValueKind.Integer or ValueKind.IntegerText => Number(schema),
            ValueKind.Number => "1.5",
            ValueKind.Boolean => "true",
            ValueKind.List => List(schema),
            _ => Map(schema),
        };
    }

    /// <summary>Values of kinds that are not allowed.</summary>
    public static IEnumerable<string> WrongTypes(ValueSchema schema)
    {
        if (schema.Kinds.Count == 0)
        {
            yield break;
        }

        if (!schema.Kinds.Contains(ValueKind.Text))
        {
            yield return "\"some words\"";
        }

        if (!schema.Kinds.Contains(ValueKind.List))
        {
            yield return "[1, 2]";
        }

        if (!schema.Kinds.Contains(ValueKind.Map))
        {
            yield return "{one: 1}";
        }

        if (!schema.Kinds.Any(kind => kind is ValueKind.Integer or ValueKind.IntegerText or ValueKind.Number))
        {
            yield return "17";
        }

        if (!schema.Kinds.Contains(ValueKind.Boolean))
        {
            yield return "false";
        }

        if (!schema.Kinds.Contains(ValueKind.Number))
        {
            yield return "1.75";
        }
    }

    /// <summary>Values of the right kind that are not allowed.</summary>
    public static IEnumerable<string> WrongValues(ValueSchema schema)
    {
        var text = schema.Kinds.Contains(ValueKind.Text);
        if (schema.Allowed.Count > 0)
        {
            yield return text ? "no-such-choice" : "7777777";
        }

        if (schema.Pattern is not null and not ".+" && !schema.Pattern.StartsWith("(?!", StringComparison.Ordinal))
        {
            yield return "\"<not at all>\"";
        }

        if (schema is { Format: not null, Soft: false } && text)
        {
            yield return schema.Format is "file" or "folder" ? "no-such-thing.txt" : "\"<not at all>\"";
        }

        if (schema.Minimum is { } minimum)
        {
            yield return $"{minimum - 1}";
        }

        if (schema.Maximum is { } maximum && schema.Format is null)
        {
            yield return $"{maximum + 1}";
        }

        if (schema.MinimumItems > 0)
        {
            yield return "[]";
        }

        if (schema.Unique && schema.Items is { } items)
        {
            yield return $"[{Valid(items)}, {Valid(items)}]";
        }

        if (schema.Kinds.Contains(ValueKind.List) && schema.Items is { Kinds.Count: > 0 } inner)
        {
            foreach (var wrong in WrongTypes(inner).Concat(WrongValues(inner)))
            {
                yield return $"[{wrong}]";
            }
        }

        foreach (var property in schema.Kinds.Contains(ValueKind.Map) ? schema.Properties : [])
        {
            foreach (var wrong in WrongTypes(property.Value).Concat(WrongValues(property.Value)))
            {
                yield return MapWith(schema, property.Name, wrong);
            }

            if (property.Required)
            {
                yield return "{" + string.Join(", ", schema.Properties.Where(other => other.Required && other != property).Select(other => $"{other.Name}: {Valid(other.Value)}")) + "}";
            }
        }

        if (schema.Properties.Count > 0)
        {
            yield return "{no_such_key: 1}";
        }

        if (schema.Kinds.Contains(ValueKind.Map) && schema.Values is { Kinds.Count: > 0 } values)
        {
            foreach (var wrong in WrongTypes(values))
            {
                yield return $"{{key: {wrong}}}";
            }
        }
    }

    private static string MapWith(ValueSchema schema, string name, string value) =>
        "{" + string.Join(", ", schema.Properties.Where(property => property.Name == name || (property.Required && !schema.ExactlyOne)).Select(property => $"{property.Name}: {(property.Name == name ? value : Valid(property.Value))}")) + "}";

    private static string Text(ValueSchema schema)
    {
        if (schema.Allowed.Count > 0)
        {
            return $"\"{schema.Allowed.Except(schema.Retired, StringComparer.Ordinal).First()}\"";
        }

        var sample = schema.Pattern is { } pattern ? ByPattern.GetValueOrDefault(pattern) ?? throw new InvalidOperationException($"No sample for the pattern {pattern}.")
            : schema.Format is { } format ? ByFormat[format] : "plain words";
        return $"\"{sample}\"";
    }

    private static string Number(ValueSchema schema) => schema.Allowed.Count > 0 ? schema.Allowed[^1] : $"{schema.Maximum ?? (schema.Minimum + 3) ?? 5}";

    private static string List(ValueSchema schema)
    {
        var count = Math.Max(1, schema.MinimumItems ?? 1);
        var items = schema.Items ?? ValueSchema.Any;
        var values = Enumerable.Range(0, count).Select(index => items.Allowed.Count > index ? items.Allowed[index] : index == 0 ? Valid(items) : Valid(items).Replace("0a1b2c3d", $"{index}a1b2c3d", StringComparison.Ordinal));
        return "[" + string.Join(", ", values) + "]";
    }

    private static string Map(ValueSchema schema) => schema.Properties.Count == 0
        ? schema.Values is { } values ? $"{{key: {Valid(values)}}}" : "{key: {inner: [1, text]}}"
        : "{" + string.Join(", ", (schema.ExactlyOne ? schema.Properties.Take(1) : schema.Properties).Select(property => $"{property.Name}: {Valid(property.Value)}")) + "}";
}
