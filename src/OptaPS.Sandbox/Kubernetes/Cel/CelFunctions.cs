using System.Collections;
using System.Globalization;
using System.Text.RegularExpressions;
using OptaPS.Sandbox.Kubernetes.Schema;
using OptaPS.Sandbox.Kubernetes.Validation;

namespace OptaPS.Sandbox.Kubernetes.Cel;

/// <summary>The functions of the language and of the Kubernetes libraries that the add-on charts use; others are refused by name.</summary>
internal static class CelFunctions
{
    private static readonly HashSet<string> Calls = new(StringComparer.Ordinal)
    {
        "has", "size", "int", "uint", "double", "string", "bool", "bytes", "timestamp", "duration", "dyn", "type", "quantity", "isQuantity", "isURL", "isIP", "isCIDR", "ip", "cidr", "url"
    };

    private static readonly HashSet<string> Methods = new(StringComparer.Ordinal)
    {
        "size", "startsWith", "endsWith", "contains", "matches", "lowerAscii", "upperAscii", "trim", "split", "join", "replace", "substring", "indexOf", "lastIndexOf", "find", "findAll",
        "hasValue", "value", "orValue", "or", "all", "exists", "exists_one", "existsOne", "map", "filter", "optMap", "optFlatMap", "isSorted", "sum", "min", "max", "none", "of",
        "getSeconds", "getFullYear", "getHours", "getMinutes", "isGreaterThan", "isLessThan", "compareTo", "isInteger", "asInteger", "sign", "asApproximateFloat", "add", "sub",
        "getScheme", "getHost", "getHostname", "getPort", "getEscapedPath", "getQuery", "family", "isUnspecified", "isLoopback", "isGlobalUnicast", "containsIP", "containsCIDR", "ip", "prefixLength", "masked",
        "validate", "named", "dns1123Label", "dns1123Subdomain", "dns1035Label", "qualifiedName", "dns1123LabelPrefix", "dns1123SubdomainPrefix", "dns1035LabelPrefix", "labelValue", "uri", "uuid", "byte", "date", "datetime",
        "charAt", "format", "getMonth", "getDate", "getDayOfWeek", "getMilliseconds"
    };

    /// <summary>Functions that the real server has besides those whose signatures are known here.</summary>
    private static readonly HashSet<string> Elsewhere = new(StringComparer.Ordinal)
    {
        "equivalent", "intersects", "transformList", "transformMap", "transformMapEntry", "sortBy", "sort", "slice", "distinct", "flatten", "reverse", "range", "first", "last", "quote", "semver", "isSemver", "isCanonical", "isLinkLocalMulticast", "isLinkLocalUnicast", "bind", "unwrapOpt", "escapeKey", "major", "minor", "patch", "unwrap", "getDayOfMonth", "getDayOfYear"
    };

    /// <summary>Whether the real server knows a function of this name, even when the sandbox does not evaluate it.</summary>
    public static bool Exists(string name) => Calls.Contains(name) || Methods.Contains(name) || Elsewhere.Contains(name) || Types.CelSignatures.Of(name).Count > 0;

    /// <summary>The first function of an expression that the sandbox does not know, or null.</summary>
    public static string? Unknown(CelNode node)
    {
        // The forms with two variables.
        if (node is { Kind: CelKind.Method, Text: "all" or "exists" or "exists_one" or "existsOne", Parts.Count: 4 })
            return node.Text;
        if ((node.Kind == CelKind.Call && !Calls.Contains(node.Text)) || (node.Kind == CelKind.Method && !Methods.Contains(node.Text)))
            return node.Text;
        return node.Parts.Select(Unknown).FirstOrDefault(name => name is not null);
    }

    public static object? Call(string name, IReadOnlyList<object?> arguments) => (name, arguments) switch
    {
        ("size", [var value]) => Size(value),
        ("int" or "uint", [long number]) => number,
        ("int" or "uint", [double number]) => (long)number,
        ("int" or "uint", [string text]) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? whole : throw new CelException("type conversion error from 'string' to 'int'"),
        ("int", [DateTimeOffset time]) => time.ToUnixTimeSeconds(),
        ("double", [long number]) => (double)number,
        ("double", [double number]) => number,
        ("double", [string text]) => double.TryParse(text, CultureInfo.InvariantCulture, out var real) ? real : throw new CelException("type conversion error from 'string' to 'double'"),
        ("string", [var value]) => CelValues.Text(value),
        ("bool", [string text]) => text == "true",
        ("bool", [bool flag]) => flag,
        ("bytes", [string text]) => System.Text.Encoding.UTF8.GetBytes(text),
        ("dyn", [var value]) => value,
        ("type", [var value]) => CelValues.Name(value),
        ("timestamp", [string text]) => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : throw new CelException($"cannot parse \"{text}\" as a timestamp"),
        ("timestamp", [DateTimeOffset time]) => time,
        ("duration", [string text]) => CelDurations.TryParse(text, out var span) ? span : throw new CelException($"invalid duration \"{text}\""),
        ("duration", [TimeSpan span]) => span,
        ("isQuantity", [string text]) => Quantity.TryParse(text, out _),
        ("quantity", [string text]) => Quantity.TryParse(text, out var amount) ? (double)amount.Value : throw new CelException("quantities must match the regular expression"),
        ("isURL", [string text]) => Uri.TryCreate(text, UriKind.Absolute, out _),
        ("isIP", [string text]) => AddressRules.IsIp(text),
        ("isCIDR", [string text]) => AddressRules.IsNetwork(text),
        _ => CelLibrary.Call(name, arguments) ?? throw Unsupported(name)
    };

    public static object? Method(string name, object? target, IReadOnlyList<object?> arguments) => (name, target, arguments) switch
    {
        ("hasValue", CelOptional optional, []) => optional.Has,
        ("value", CelOptional optional, []) => optional.Has ? optional.Value : throw new CelException("optional.none() dereference"),
        ("orValue", CelOptional optional, [var other]) => optional.Has ? optional.Value : other,
        ("or", CelOptional optional, [var other]) => optional.Has ? optional : other,
        ("size", _, []) => Size(target),
        ("startsWith", string text, [string part]) => text.StartsWith(part, StringComparison.Ordinal),
        ("endsWith", string text, [string part]) => text.EndsWith(part, StringComparison.Ordinal),
        ("contains", string text, [string part]) => text.Contains(part, StringComparison.Ordinal),
        ("matches", string text, [string pattern]) => Regex.IsMatch(text, pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)),
        ("find", string text, [string pattern]) => Regex.Match(text, pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)).Value,
        ("findAll", string text, [string pattern]) => Regex.Matches(text, pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)).Select(match => (object?)match.Value).ToList(),
        ("lowerAscii", string text, []) => text.ToLowerInvariant(),
        ("upperAscii", string text, []) => text.ToUpperInvariant(),
        ("trim", string text, []) => text.Trim(),
        ("split", string text, [string part]) => text.Split(part).Cast<object?>().ToList(),
        ("replace", string text, [string from, string to]) => text.Replace(from, to, StringComparison.Ordinal),
        ("substring", string text, [long from]) => text[(int)from..],
        ("substring", string text, [long from, long to]) => text[(int)from..(int)to],
        ("indexOf", string text, [string part]) => (long)text.IndexOf(part, StringComparison.Ordinal),
        ("lastIndexOf", string text, [string part]) => (long)text.LastIndexOf(part, StringComparison.Ordinal),
        ("join", IList list, []) => string.Concat(list.Cast<object?>().Select(CelValues.Text)),
        ("join", IList list, [string between]) => string.Join(between, list.Cast<object?>().Select(CelValues.Text)),
        ("isSorted", IList list, []) => list.Cast<object?>().Zip(list.Cast<object?>().Skip(1)).All(pair => CelValues.Compare(pair.First, pair.Second) <= 0),
        ("sum", IList list, []) => list.Cast<object?>().OfType<long>().Sum(),
        ("min", IList list, []) => list.Cast<object?>().Aggregate((left, right) => CelValues.Compare(left, right) <= 0 ? left : right),
        ("max", IList list, []) => list.Cast<object?>().Aggregate((left, right) => CelValues.Compare(left, right) >= 0 ? left : right),
        ("indexOf", IList list, [var item]) => (long)list.Cast<object?>().ToList().FindIndex(other => CelValues.Same(other, item)),
        ("findAll", string text, [string pattern, long limit]) => Regex.Matches(text, pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)).Take(limit < 0 ? int.MaxValue : (int)limit).Select(match => (object?)match.Value).ToList(),
        ("getSeconds", TimeSpan span, []) => (long)span.TotalSeconds,
        ("getMinutes", TimeSpan span, []) => (long)span.TotalMinutes,
        ("getHours", TimeSpan span, []) => (long)span.TotalHours,
        ("getFullYear", DateTimeOffset time, []) => (long)time.UtcDateTime.Year,
        ("isGreaterThan", double left, [double right]) => left > right,
        ("isLessThan", double left, [double right]) => left < right,
        ("compareTo", double left, [double right]) => (long)left.CompareTo(right),
        _ => CelLibrary.Method(name, target, arguments) ?? throw Unsupported(name + " of " + CelValues.Name(target))
    };

    private static long Size(object? value) => value switch
    {
        string text => text.EnumerateRunes().Count(),
        IDictionary<string, object?> map => map.Count,
        byte[] bytes => bytes.Length,
        IList list => list.Count,
        _ => throw new CelException("no such overload: size(" + CelValues.Name(value) + ")")
    };

    private static CelException Unsupported(string name) => new($"OPTA8005 the sandbox does not evaluate {name}()") { IsUnsupported = true };
}
