using System.Globalization;
using System.Text.RegularExpressions;

namespace OptaPS.Helm.Yaml;

/// <summary>Gives plain scalars their YAML 1.1 type as go-yaml v2 does.</summary>
internal static partial class YamlResolver
{
    public const string Prefix = "tag:yaml.org,2002:";

    /// <summary>The value of plain text: null, bool, long, ulong, double, or the text itself. A timestamp is text; <paramref name="isTimestamp"/> tells.</summary>
    public static object? Resolve(string text, out bool isTimestamp)
    {
        isTimestamp = false;
        if (text.Length == 0)
        {
            return null;
        }
        switch (text[0])
        {
            case '~' or 'y' or 'Y' or 'n' or 'N' or 't' or 'T' or 'f' or 'F' or 'o' or 'O':
                return Word(text);
            case '.':
                return Special(text) ?? (GoNumber.ParseFloat(text, out var problem) is { } f && problem.Length == 0 && IsNumberText(text) ? f : text);
            case '+' or '-' or (>= '0' and <= '9'):
                if (Special(text) is { } special)
                {
                    return special;
                }
                if (IsTimestamp(text))
                {
                    isTimestamp = true;
                    return text;
                }
                return Number(text);
            default:
                return text;
        }
    }

    /// <summary>True when an old reader would take the text for a base 60 float.</summary>
    public static bool IsBase60(string text) =>
        text.Length > 0 && (text[0] is '+' or '-' || char.IsAsciiDigit(text[0])) && text.Contains(':') && Base60().IsMatch(text);

    private static object? Word(string text) => text switch
    {
        "~" or "null" or "Null" or "NULL" => null,
        "y" or "Y" or "yes" or "Yes" or "YES" or "true" or "True" or "TRUE" or "on" or "On" or "ON" => true,
        "n" or "N" or "no" or "No" or "NO" or "false" or "False" or "FALSE" or "off" or "Off" or "OFF" => false,
        _ => text,
    };

    private static object? Special(string text) => text switch
    {
        ".nan" or ".NaN" or ".NAN" => double.NaN,
        ".inf" or ".Inf" or ".INF" or "+.inf" or "+.Inf" or "+.INF" => double.PositiveInfinity,
        "-.inf" or "-.Inf" or "-.INF" => double.NegativeInfinity,
        _ => null,
    };

    private static bool IsNumberText(string text) => text.Length > 1 && text.AsSpan(1).IndexOfAnyExceptInRange('+', 'p') < 0;

    private static object Number(string text)
    {
        if (text.Length <= 18 && text.AsSpan().IndexOfAnyExceptInRange('0', '9') < 0 && (text[0] != '0' || text.Length == 1))
        {
            return long.Parse(text, CultureInfo.InvariantCulture);
        }
        var plain = text.Replace("_", "", StringComparison.Ordinal);
        if (plain.Length == 0 || plain.AsSpan().IndexOfAnyExceptInRange('+', 'x') >= 0)
        {
            return text;
        }
        if (GoNumber.ParseInt(plain, 0, out _) is { } i)
        {
            return i;
        }
        if (GoNumber.ParseUint(plain, 0, out _) is { } u)
        {
            return u;
        }
        if (Float().IsMatch(plain) && GoNumber.ParseFloat(plain, out var error) is { } f && error.Length == 0)
        {
            return f;
        }
        return text;
    }

    private static bool IsTimestamp(string text)
    {
        if (text.Length < 8 || text[4] != '-' || text.AsSpan(0, 4).IndexOfAnyExceptInRange('0', '9') >= 0)
        {
            return false;
        }
        var match = Timestamp().Match(text);
        if (!match.Success)
        {
            return false;
        }
        int Part(int group) => match.Groups[group].Success ? int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture) : 0;
        int month = Part(2), day = Part(3);
        return month is >= 1 and <= 12 && day >= 1 && day <= GoTime.DaysIn(Part(1), month) && Part(4) < 24 && Part(5) < 60 && Part(6) < 60;
    }

    [GeneratedRegex(@"^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$")]
    private static partial Regex Base60();

    [GeneratedRegex(@"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\z")]
    private static partial Regex Float();

    [GeneratedRegex(@"^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[Tt]([0-9]{1,2}):([0-9]{1,2}):([0-9]{1,2})(?:[.,][0-9]+)?(?:Z|[+-][0-9]{2}:[0-9]{2})| ([0-9]{1,2}):([0-9]{1,2}):([0-9]{1,2})(?:[.,][0-9]+)?)?\z")]
    private static partial Regex Timestamp();
}
