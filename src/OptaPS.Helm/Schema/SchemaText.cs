using System.Globalization;

namespace OptaPS.Helm.Schema;

/// <summary>How findings show names, places and numbers.</summary>
internal static class SchemaText
{
    public static string Quote(string s) => "'" + GoQuote.Quote(s)[1..^1].Replace("\\\"", "\"", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal) + "'";

    public static string Join(IEnumerable<string> names) => string.Join(", ", names.Select(Quote));

    public static string At(string location, string key) =>
        location + "/" + key.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    public static string At(string location, int index) => location + "/" + index.ToString(CultureInfo.InvariantCulture);

    /// <summary>A count, with commas between thousands.</summary>
    public static string Count(double d) => d.ToString("#,##0", CultureInfo.InvariantCulture);

    /// <summary>A value: with commas between thousands below a million, as a power of ten above it and below a ten-thousandth.</summary>
    public static string Number(double d)
    {
        var scientific = d.ToString("E16", CultureInfo.InvariantCulture);
        var power = int.Parse(scientific.AsSpan(scientific.IndexOf('E', StringComparison.Ordinal) + 1), CultureInfo.InvariantCulture);
        var digits = d.ToString("R", CultureInfo.InvariantCulture);
        if (d == 0 || power is >= -4 and < 6)
        {
            return decimal.Parse(digits, NumberStyles.Float, CultureInfo.InvariantCulture).ToString("#,##0.####################", CultureInfo.InvariantCulture);
        }
        var mantissa = digits.Split('E')[0].TrimStart('-').Replace(".", "", StringComparison.Ordinal).TrimStart('0').TrimEnd('0');
        var shown = mantissa.Length > 1 ? mantissa[..1] + "." + mantissa[1..] : mantissa;
        var exponent = string.Concat(Math.Abs(power).ToString("00", CultureInfo.InvariantCulture).Select(c => "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079"[c - '0']));
        return (d < 0 ? "-" : "") + shown + "\u00d710" + (power < 0 ? "\u207b" : "") + exponent;
    }

    public static string Kind(object? value) => value switch
    {
        null => "null",
        bool => "boolean",
        string => "string",
        GoList => "array",
        GoMap => "object",
        _ => "number",
    };

    /// <summary>A simple value as findings show it; null for lists and objects.</summary>
    public static string? Simple(object? value) => value switch
    {
        string s => Quote(s),
        null => "<nil>",
        bool b => b ? "true" : "false",
        double d => GoFloat.General(d),
        _ => null,
    };
}
