using System.Globalization;

namespace OptaPS.Sandbox.Kubernetes.Controllers;

/// <summary>Shows a quantity as the parts in which the real server keeps it.</summary>
internal static class QuantityParts
{
    private const int Digits = 18;
    private static readonly string[] Small = ["n", "u", "m", "", "k", "M", "G", "T", "P", "E"];
    private static readonly string[] Binary = ["Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];

    /// <summary>The parts, or null when the number is kept in another form: fractions with binary suffixes, and very long ones.</summary>
    public static string? Show(string text)
    {
        if (text.Length == 0)
            return Write(0, 0, "", "");
        if (text == "0")
            return Write(0, 0, text, "DecimalSI");
        var start = text[0] is '-' or '+' ? 1 : 0;
        var end = start;
        while (end < text.Length && (char.IsAsciiDigit(text[end]) || text[end] == '.'))
            end++;
        var words = text[start..end].Split('.');
        var (whole, part) = (words[0].TrimStart('0'), words.Length > 1 ? words[1] : "");
        var suffix = text[end..];
        var binary = Array.IndexOf(Binary, suffix);
        var decimals = Array.IndexOf(Small, suffix);
        var bits = (binary + 1) * 10;
        int scale;
        string format;
        if (binary >= 0)
            (scale, format) = (0, "BinarySI");
        else if (decimals >= 0)
            (scale, format) = ((decimals - 3) * 3, "DecimalSI");
        else if (suffix.Length > 1 && suffix[0] is 'e' or 'E' && int.TryParse(suffix.AsSpan(1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var exponent))
            (scale, format) = (exponent, "DecimalExponent");
        else
            return null;
        var room = binary >= 0 ? part.Length > 0 ? -1 : 15 - whole.Length - (bits * 3 / 10) - 1 : Digits - whole.Length - part.Length;
        scale -= part.Length;
        if (room < 0 || scale < -9 || !long.TryParse(whole + part, NumberStyles.None, CultureInfo.InvariantCulture, out var value))
            return null;
        // A text in canonical form is kept.
        var kept = binary >= 0 ? (value & 7) != 0 : scale % 3 == 0 && !(whole + part).EndsWith("000", StringComparison.Ordinal) && (whole + part)[0] != '0';
        var number = binary >= 0 ? value << bits : value;
        return Write(text[0] == '-' ? -number : number, scale, kept ? text : "", format);
    }

    private static string Write(long value, int scale, string text, string format) =>
        string.Create(CultureInfo.InvariantCulture, $"{{i:(resource.int64Amount){{value:(int64){value} scale:(resource.Scale){scale}}} d:(resource.infDecAmount){{Dec:(*inf.Dec)<nil>}} s:(string){text} Format:(resource.Format){format}}}");
}
