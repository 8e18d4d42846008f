using System.Globalization;

namespace OptaPS.Helm.Releases.Records;

/// <summary>Times as Go's RFC 3339 with nanoseconds writes them: trailing zeros of the fraction left out, UTC as <c>Z</c>, the zero time as empty text.</summary>
internal static class RecordTime
{
    /// <summary>Writes a time; .NET's resolution of 100 ns fits into Go's.</summary>
    public static string Write(DateTimeOffset? time)
    {
        if (time is not { } value)
            return "";

        var fraction = value.ToString(".fffffff", CultureInfo.InvariantCulture).TrimEnd('0').TrimEnd('.');
        var zone = value.Offset == TimeSpan.Zero ? "Z" : value.ToString("zzz", CultureInfo.InvariantCulture);
        return value.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture) + fraction + zone;
    }

    /// <summary>Reads a time; null for empty text, for Go's year 1 and for what is no time.</summary>
    public static DateTimeOffset? Read(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return null;

        // .NET reads at most seven digits of the fraction; the rest is below its resolution.
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        if (dot >= 0)
        {
            var end = dot + 1;
            while (end < text.Length && char.IsAsciiDigit(text[end]))
                end++;
            if (end - dot - 1 > 7)
                text = text[..(dot + 8)] + text[end..];
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) && time.Year > 1 ? time : null;
    }
}
