using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OptaPS.Helm.Releases.Records;

/// <summary>Numbers as Go's JSON encoder writes them. A number that was read from JSON text keeps its text.</summary>
internal static class RecordNumber
{
    /// <summary>The number's text.</summary>
    public static string Write(JsonValue value)
    {
        if (value.TryGetValue<JsonElement>(out var element))
            return element.GetRawText();
        if (value.TryGetValue<double>(out var number) && value.GetValue<object>() is double or float)
            return Write(number);
        return value.ToJsonString();
    }

    /// <summary>The shortest decimal text that reads back to the same double; exponents below 1e-6 and from 1e21, at least one digit and a sign.</summary>
    public static string Write(double number)
    {
        if (double.IsNaN(number) || double.IsInfinity(number))
            throw new JsonException("JSON has no text for a number that is not finite.");

        var magnitude = Math.Abs(number);
        var shortest = number.ToString("R", CultureInfo.InvariantCulture);
        if (magnitude is 0 or (>= 1e-6 and < 1e21))
            return shortest.Contains('E', StringComparison.Ordinal) ? Plain(shortest) : shortest;

        var (mantissa, exponent) = Split(shortest);
        return string.Create(CultureInfo.InvariantCulture, $"{mantissa}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent)}");
    }

    private static (string Mantissa, int Exponent) Split(string text)
    {
        var at = text.IndexOf('E', StringComparison.Ordinal);
        if (at >= 0)
            return (text[..at], int.Parse(text.AsSpan(at + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture));

        // .NET writes 1e-7..1e-5 and large whole numbers without exponent in some ranges: move the point by hand.
        var sign = text.StartsWith('-') ? "-" : "";
        var digits = text.TrimStart('-');
        var point = digits.IndexOf('.', StringComparison.Ordinal);
        var whole = point < 0 ? digits : digits[..point];
        var all = digits.Replace(".", "", StringComparison.Ordinal);
        var first = all.AsSpan().IndexOfAnyExcept('0');
        var significant = all[first..].TrimEnd('0');
        return (sign + significant[0] + (significant.Length > 1 ? "." + significant[1..] : ""), whole.Length - first - 1);
    }

    private static string Plain(string text)
    {
        var (mantissa, exponent) = Split(text);
        var sign = mantissa.StartsWith('-') ? "-" : "";
        var digits = mantissa.TrimStart('-').Replace(".", "", StringComparison.Ordinal);
        if (exponent < 0)
            return sign + "0." + new string('0', -exponent - 1) + digits;
        return digits.Length > exponent + 1
            ? sign + digits[..(exponent + 1)] + "." + digits[(exponent + 1)..]
            : sign + digits.PadRight(exponent + 1, '0');
    }
}
