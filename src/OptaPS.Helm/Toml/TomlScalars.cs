using System.Globalization;
using System.Text.RegularExpressions;

namespace OptaPS.Helm.Toml;

/// <summary>Booleans, numbers and times of TOML.</summary>
internal static partial class TomlScalars
{
    /// <summary>The value of a bare word, or null when it has none.</summary>
    public static object? Read(string word)
    {
        switch (word)
        {
            case "true":
                return true;
            case "false":
                return false;
            case "inf" or "+inf":
                return double.PositiveInfinity;
            case "-inf":
                return double.NegativeInfinity;
            case "nan" or "+nan" or "-nan":
                return double.NaN;
        }
        if (Integer().IsMatch(word))
        {
            return GoNumber.ParseInt(word.Replace("_", "", StringComparison.Ordinal), word.Length > 1 && word[0] == '0' ? 0 : 10, out _);
        }
        if (Float().IsMatch(word))
        {
            return double.Parse(word.Replace("_", "", StringComparison.Ordinal), NumberStyles.Float, CultureInfo.InvariantCulture);
        }
        return Time(word);
    }

    private static GoTime? Time(string word)
    {
        var value = word.Replace(' ', 'T').Replace('t', 'T').Replace('z', 'Z');
        foreach (var layout in (string[])["2006-01-02T15:04:05Z07:00", "2006-01-02T15:04:05", "2006-01-02", "15:04:05"])
        {
            try
            {
                return GoTimeParser.Parse(layout, value, GoZone.Local);
            }
            catch (FunctionException)
            {
                // The next layout may fit.
            }
        }
        return null;
    }

    [GeneratedRegex(@"^([+-]?(0|[1-9](_?[0-9])*)|0x[0-9A-Fa-f](_?[0-9A-Fa-f])*|0o[0-7](_?[0-7])*|0b[01](_?[01])*)\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Integer();

    [GeneratedRegex(@"^[+-]?(0|[1-9](_?[0-9])*)(\.[0-9](_?[0-9])*)?([eE][+-]?[0-9](_?[0-9])*)?\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Float();
}
