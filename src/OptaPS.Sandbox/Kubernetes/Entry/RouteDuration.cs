using System.Globalization;

namespace OptaPS.Sandbox.Kubernetes.Entry;

/// <summary>Durations as the Gateway API writes them: numbers with h, m, s, ms.</summary>
internal static class RouteDuration
{
    /// <summary>The duration, or null for none; zero switches a timeout off and reads as null too.</summary>
    public static TimeSpan? Read(string? text)
    {
        var total = TimeSpan.Zero;
        var rest = (text ?? "").AsSpan();
        while (rest.Length > 0)
        {
            var digits = 0;
            while (digits < rest.Length && char.IsAsciiDigit(rest[digits]))
                digits++;
            var unit = digits;
            while (unit < rest.Length && char.IsAsciiLetter(rest[unit]))
                unit++;
            if (digits == 0 || !long.TryParse(rest[..digits], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                return null;
            total += rest[digits..unit] switch
            {
                "h" => TimeSpan.FromHours(number),
                "m" => TimeSpan.FromMinutes(number),
                "s" => TimeSpan.FromSeconds(number),
                "ms" => TimeSpan.FromMilliseconds(number),
                _ => TimeSpan.Zero
            };
            rest = rest[unit..];
        }

        return total > TimeSpan.Zero ? total : null;
    }
}
