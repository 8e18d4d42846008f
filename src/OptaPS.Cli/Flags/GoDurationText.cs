using System.Globalization;
using System.Text.RegularExpressions;

namespace OptaPS.Cli.Flags;

/// <summary>Spans of time as Helm's flags take them.</summary>
internal static partial class GoDurationText
{
    // What Go's time holds: 2^63 ns.
    private const double LongestSeconds = long.MaxValue / 1e9;

    /// <summary>Reads a span of time.</summary>
    /// <exception cref="FlagException">The text is none, in Helm's words.</exception>
    public static TimeSpan Read(string flag, string text)
    {
        if (!Whole().IsMatch(text))
            throw Broken(flag, text, Bare().IsMatch(text) ? "missing unit in duration" : "invalid duration");
        var seconds = Part().Matches(text).Sum(part => double.Parse(part.Groups[1].Value, CultureInfo.InvariantCulture) * part.Groups[2].Value switch
        {
            "h" => 3600,
            "m" => 60,
            "ms" => 0.001,
            _ => 1,
        });
        return seconds <= LongestSeconds ? TimeSpan.FromSeconds(seconds) : throw Broken(flag, text, "invalid duration");
    }

    private static FlagException Broken(string flag, string text, string what) => new($"invalid argument \"{text}\" for \"--{flag}\" flag: time: {what} \"{text}\"");

    [GeneratedRegex(@"^[0-9]+(\.[0-9]+)?\z")]
    private static partial Regex Bare();

    [GeneratedRegex(@"^(0|([0-9]+(\.[0-9]+)?(h|ms|m|s))+)\z")]
    private static partial Regex Whole();

    [GeneratedRegex(@"([0-9]+(?:\.[0-9]+)?)(h|ms|m|s)")]
    private static partial Regex Part();
}
