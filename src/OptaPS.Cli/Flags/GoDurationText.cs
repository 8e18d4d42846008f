using System.Globalization;
using System.Text.RegularExpressions;

namespace OptaPS.Cli.Flags;

/// <summary>Spans of time as Helm's flags take them.</summary>
internal static partial class GoDurationText
{
    public static TimeSpan Read(string flag, string text)
    {
        if (!Whole().IsMatch(text))
            throw new FlagException($"invalid argument \"{text}\" for \"--{flag}\" flag: time: invalid duration \"{text}\"");
        var total = TimeSpan.Zero;
        foreach (Match part in Part().Matches(text))
        {
            var number = double.Parse(part.Groups[1].Value, CultureInfo.InvariantCulture);
            total += part.Groups[2].Value switch
            {
                "h" => TimeSpan.FromHours(number),
                "m" => TimeSpan.FromMinutes(number),
                "ms" => TimeSpan.FromMilliseconds(number),
                _ => TimeSpan.FromSeconds(number),
            };
        }

        return total;
    }

    [GeneratedRegex(@"^(0|([0-9]+(\.[0-9]+)?(h|ms|m|s))+)\z")]
    private static partial Regex Whole();

    [GeneratedRegex(@"([0-9]+(?:\.[0-9]+)?)(h|ms|m|s)")]
    private static partial Regex Part();
}
