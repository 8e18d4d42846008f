using System.Globalization;

namespace OptaPS.Sandbox.Kubernetes.Cel;

/// <summary>Durations such as <c>1h30m</c>.</summary>
internal static class CelDurations
{
    private static readonly (string Unit, double Seconds)[] Units = [("ms", 0.001), ("us", 0.000001), ("ns", 0.000000001), ("h", 3600), ("m", 60), ("s", 1)];

    public static bool TryParse(string text, out TimeSpan span)
    {
        span = TimeSpan.Zero;
        var rest = text.TrimStart('-', '+');
        if (rest.Length == 0)
            return false;
        if (rest == "0")
            return true;
        double seconds = 0;
        while (rest.Length > 0)
        {
            var end = 0;
            while (end < rest.Length && (char.IsAsciiDigit(rest[end]) || rest[end] == '.'))
                end++;
            if (end == 0 || !double.TryParse(rest.AsSpan(0, end), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
                return false;
            var unit = Units.FirstOrDefault(pair => rest.AsSpan(end).StartsWith(pair.Unit, StringComparison.Ordinal));
            if (unit.Unit is null)
                return false;
            seconds += number * unit.Seconds;
            rest = rest[(end + unit.Unit.Length)..];
        }

        span = TimeSpan.FromSeconds(text[0] == '-' ? -seconds : seconds);
        return true;
    }
}
