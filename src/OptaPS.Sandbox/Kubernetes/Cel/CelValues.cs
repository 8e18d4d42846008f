using System.Collections;
using System.Globalization;
using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Schema;

namespace OptaPS.Sandbox.Kubernetes.Cel;

/// <summary>
/// The values of expressions: null, bool, long, double, string, byte[], DateTimeOffset, TimeSpan, lists and maps of objects.
/// Texts of the formats date-time and duration become times when the schema says so.
/// </summary>
internal static class CelValues
{
    public static object? From(JsonNode? node, SchemaNode? schema = null) => node switch
    {
        null => null,
        JsonObject map => map.ToDictionary(pair => pair.Key, pair => From(pair.Value, schema?.Member(pair.Key)), StringComparer.Ordinal),
        JsonArray list => list.Select(item => From(item, schema?.Items)).ToList(),
        JsonValue value => Leaf(value, schema),
        _ => null
    };

    public static JsonNode? ToJson(object? value) => value switch
    {
        null => null,
        bool flag => flag,
        long number => number,
        double real => real,
        string text => text,
        IDictionary<string, object?> map => new JsonObject(map.Select(pair => KeyValuePair.Create(pair.Key, ToJson(pair.Value)))),
        IList list => new JsonArray([.. list.Cast<object?>().Select(ToJson)]),
        _ => Text(value)
    };

    public static bool Same(object? left, object? right) => (left, right) switch
    {
        (null, null) => true,
        (long a, double b) => a == b,
        (double a, long b) => a == b,
        (IDictionary<string, object?> a, IDictionary<string, object?> b) => a.Count == b.Count && a.All(pair => b.TryGetValue(pair.Key, out var other) && Same(pair.Value, other)),
        (byte[] a, byte[] b) => a.AsSpan().SequenceEqual(b),
        (IList a, IList b) => a.Count == b.Count && a.Cast<object?>().Zip(b.Cast<object?>()).All(pair => Same(pair.First, pair.Second)),
        (null, _) or (_, null) => false,
        _ => left.Equals(right)
    };

    public static int Compare(object? left, object? right) => (left, right) switch
    {
        (long a, long b) => a.CompareTo(b),
        (double a, double b) => a.CompareTo(b),
        (long a, double b) => ((double)a).CompareTo(b),
        (double a, long b) => a.CompareTo(b),
        (string a, string b) => string.CompareOrdinal(a, b),
        (bool a, bool b) => a.CompareTo(b),
        (DateTimeOffset a, DateTimeOffset b) => a.CompareTo(b),
        (TimeSpan a, TimeSpan b) => a.CompareTo(b),
        _ => throw new CelException($"no such overload: {Name(left)} < {Name(right)}")
    };

    public static string Text(object? value) => value switch
    {
        null => "null",
        bool flag => flag ? "true" : "false",
        string text => text,
        byte[] bytes => System.Text.Encoding.UTF8.GetString(bytes),
        System.Net.IPAddress or CelNetwork or Uri => value.ToString()!,
        DateTimeOffset time => time.UtcDateTime.ToString(time.Ticks % TimeSpan.TicksPerSecond == 0 ? "yyyy-MM-dd'T'HH:mm:ss'Z'" : "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture),
        TimeSpan span => span.TotalSeconds.ToString(CultureInfo.InvariantCulture) + "s",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => JsonText.ToText(ToJson(value))
    };

    public static string Name(object? value) => value switch
    {
        null => "null_type",
        bool => "bool",
        long => "int",
        double => "double",
        string => "string",
        byte[] => "bytes",
        System.Net.IPAddress => "net.IP",
        CelNetwork => "net.CIDR",
        Uri => "kubernetes.URL",
        DateTimeOffset => "google.protobuf.Timestamp",
        TimeSpan => "google.protobuf.Duration",
        IDictionary<string, object?> => "map",
        IList => "list",
        _ => "optional_type"
    };

    private static object? Leaf(JsonValue value, SchemaNode? schema)
    {
        if (value.TryGetValue<string>(out var text))
        {
            return schema?.Format switch
            {
                "date-time" when DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) => time,
                "duration" when CelDurations.TryParse(text, out var span) => span,
                _ => text
            };
        }

        if (value.TryGetValue<bool>(out var flag))
            return flag;
        if (value.TryGetValue<long>(out var number))
            return schema?.Type == "number" ? (double)number : number;
        if (value.TryGetValue<int>(out var small))
            return (long)small;
        return value.TryGetValue<double>(out var real) ? real : null;
    }
}
