using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace OptaPS.Sandbox.Kubernetes.Yaml;

/// <summary>Types of plain scalars, as sigs.k8s.io/yaml resolves them.</summary>
internal static partial class YamlScalar
{
    public static JsonNode? Plain(string text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => null,
        "true" or "True" or "TRUE" or "yes" or "Yes" or "YES" or "on" or "On" or "ON" => true,
        "false" or "False" or "FALSE" or "no" or "No" or "NO" or "off" or "Off" or "OFF" => false,
        _ when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
        _ when Float().IsMatch(text) => double.Parse(text, CultureInfo.InvariantCulture),
        _ => text
    };

    /// <summary>True when a text must be quoted to stay a text.</summary>
    public static bool NeedsQuotes(string text) =>
        text.Length == 0 || Plain(text) is not JsonValue value || !value.TryGetValue<string>(out _) || text != text.Trim() || Awkward().IsMatch(text)
        || text.Contains(": ", StringComparison.Ordinal) || text.Contains(" #", StringComparison.Ordinal) || text.EndsWith(':') || Date().IsMatch(text);

    [GeneratedRegex(@"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$")]
    private static partial Regex Float();

    [GeneratedRegex(@"^([-?:](\s|$)|[,\[\]{}#&*!|>'""%@`])|[\x00-\x1f\x7f]")]
    private static partial Regex Awkward();

    [GeneratedRegex(@"^\d{4}-\d\d?-\d\d?([Tt ].*)?$|^0[xo][0-9a-fA-F]+$|^[yYnN]$|^<<$|^=$|^\.(inf|nan|Inf|NaN|INF|NAN)$")]
    private static partial Regex Date();
}
