using System.Globalization;

namespace OptaPS.Sandbox.Kubernetes.Schema;

/// <summary>Times as objects hold them.</summary>
internal static class TimeText
{
    /// <summary>What the real server says of a text that is no time, or null.</summary>
    /// <param name="text">The text.</param>
    /// <param name="isMicro">Six digits of a fraction are wanted.</param>
    public static string? Problem(string text, bool isMicro)
    {
        var form = isMicro ? "2006-01-02T15:04:05.000000Z07:00" : "2006-01-02T15:04:05Z07:00";
        if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out _))
            return $"parsing time \"{text}\" as \"{form}\": cannot parse \"{text}\" as \"2006\"";
        if (!isMicro || text.Length < 19)
            return null;
        var rest = text[19..];
        return rest.Length > 7 && rest[0] == '.' && rest.AsSpan(1, 6).IndexOfAnyExceptInRange('0', '9') < 0 && !char.IsAsciiDigit(rest[7])
            ? null : $"parsing time \"{text}\" as \"{form}\": cannot parse \"{rest}\" as \".000000\"";
    }
}
