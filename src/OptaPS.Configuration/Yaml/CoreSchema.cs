using System.Globalization;
using OptaPS.Configuration.Values;

namespace OptaPS.Configuration.Yaml;

/// <summary>Gives plain scalars their type by the core schema of YAML 1.2.2, section 10.3.</summary>
internal static class CoreSchema
{
    private const string TagPrefix = "tag:yaml.org,2002:";

    /// <summary>True when the tag is one of the core schema's or absent.</summary>
    public static bool IsKnownTag(string? tag) =>
        tag is null or "!" || (tag.StartsWith(TagPrefix, StringComparison.Ordinal) && tag[TagPrefix.Length..] is "str" or "int" or "float" or "bool" or "null" or "map" or "seq");

    public static ConfigValue Resolve(ScalarNode node)
    {
        var tag = node.Tag is { } full && full.StartsWith(TagPrefix, StringComparison.Ordinal) ? full[TagPrefix.Length..] : null;
        if (tag == "str" || node.Tag == "!" || (tag is null && !node.IsPlain))
        {
            return ConfigScalar.OfText(node.Text);
        }

        return Plain(node.Text);
    }

    /// <summary>The value of a plain scalar with this text.</summary>
    public static ConfigValue Plain(string text)
    {
        switch (text)
        {
            case "" or "~" or "null" or "Null" or "NULL":
                return new ConfigNull(null);
            case "true" or "True" or "TRUE":
                return ConfigScalar.OfBoolean(true, text: text);
            case "false" or "False" or "FALSE":
                return ConfigScalar.OfBoolean(false, text: text);
            case ".inf" or ".Inf" or ".INF" or "+.inf" or "+.Inf" or "+.INF":
                return ConfigScalar.OfNumber(double.PositiveInfinity, text: text);
            case "-.inf" or "-.Inf" or "-.INF":
                return ConfigScalar.OfNumber(double.NegativeInfinity, text: text);
            case ".nan" or ".NaN" or ".NAN":
                return ConfigScalar.OfNumber(double.NaN, text: text);
            default:
                return Number(text) ?? ConfigScalar.OfText(text);
        }
    }

    private static ConfigScalar? Number(string text)
    {
        if (text.StartsWith("0x", StringComparison.Ordinal) && text.Length is > 2 and <= 17 && text.AsSpan(2).IndexOfAnyExcept("0123456789abcdefABCDEF") < 0)
        {
            return long.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hex) ? ConfigScalar.OfInteger(hex, text: text) : null;
        }

        if (text.StartsWith("0o", StringComparison.Ordinal) && text.Length is > 2 and <= 22 && text.AsSpan(2).IndexOfAnyExcept("01234567") < 0)
        {
            return ConfigScalar.OfInteger(text[2..].Aggregate(0L, (sum, digit) => (sum * 8) + (digit - '0')), text: text);
        }

        return IsDecimal(text, out var isInteger)
            ? isInteger && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)
                ? ConfigScalar.OfInteger(whole, text: text)
                : ConfigScalar.OfNumber(double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture), text: text)
            : null;
    }

    // [-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?
    private static bool IsDecimal(string text, out bool isInteger)
    {
        isInteger = true;
        var at = text.Length > 0 && text[0] is '-' or '+' ? 1 : 0;
        var whole = Digits(text, ref at);
        var fraction = 0;
        if (at < text.Length && text[at] == '.')
        {
            isInteger = false;
            at++;
            fraction = Digits(text, ref at);
        }

        if (whole + fraction == 0)
        {
            return false;
        }

        if (at < text.Length && text[at] is 'e' or 'E')
        {
            isInteger = false;
            at++;
            at += at < text.Length && text[at] is '-' or '+' ? 1 : 0;
            if (Digits(text, ref at) == 0)
            {
                return false;
            }
        }

        return at == text.Length;
    }

    private static int Digits(string text, ref int at)
    {
        var start = at;
        while (at < text.Length && char.IsAsciiDigit(text[at]))
        {
            at++;
        }

        return at - start;
    }
}
