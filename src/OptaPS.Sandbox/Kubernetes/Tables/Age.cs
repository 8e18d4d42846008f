using System.Globalization;

namespace OptaPS.Sandbox.Kubernetes.Tables;

/// <summary>Ages and durations as tables show them.</summary>
internal static class Age
{
    public static string Since(Cluster cluster, string? time) =>
        time is null || !DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, out var at) ? "<unknown>" : Human(cluster.Clock.Now - at);

    public static string Human(TimeSpan span)
    {
        var seconds = (long)span.TotalSeconds;
        if (seconds < -1)
            return "<invalid>";
        if (seconds < 0)
            return "0s";
        if (seconds < 120)
            return Text($"{seconds}s");
        var minutes = seconds / 60;
        if (minutes < 10)
            return seconds % 60 == 0 ? Text($"{minutes}m") : Text($"{minutes}m{seconds % 60}s");
        if (minutes < 180)
            return Text($"{minutes}m");
        var hours = minutes / 60;
        if (hours < 8)
            return minutes % 60 == 0 ? Text($"{hours}h") : Text($"{hours}h{minutes % 60}m");
        if (hours < 48)
            return Text($"{hours}h");
        var days = hours / 24;
        if (hours < 192)
            return hours % 24 == 0 ? Text($"{days}d") : Text($"{days}d{hours % 24}h");
        if (days < 365 * 2)
            return Text($"{days}d");
        return days % 365 == 0 || days >= 365 * 8 ? Text($"{days / 365}y") : Text($"{days / 365}y{days % 365}d");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
