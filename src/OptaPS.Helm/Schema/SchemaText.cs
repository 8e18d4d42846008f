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

    /// <summary>A number with commas between thousands.</summary>
    public static string Number(double d)
    {
        if (Math.Abs(d) >= 1e21)
        {
            return GoFloat.General(d);
        }
        if (d == Math.Floor(d))
        {
            return d.ToString("#,##0", CultureInfo.InvariantCulture);
        }
        return d.ToString("#,##0.######", CultureInfo.InvariantCulture);
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
