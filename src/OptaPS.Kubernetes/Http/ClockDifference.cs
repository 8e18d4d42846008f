namespace OptaPS.Kubernetes.Http;

/// <summary>Notices a clock that differs so much from the server's that tokens look expired or not valid yet.</summary>
internal static class ClockDifference
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    /// <summary>What to do about it, or null when the clocks agree or the server's is not known.</summary>
    public static string? Remedy(DateTimeOffset? server, DateTimeOffset now) => server is { } theirs && (now - theirs).Duration() > Tolerance
        ? $"This machine's clock says {now.UtcDateTime:u} and the server's {theirs.UtcDateTime:u}, which makes tokens invalid: set the clock, then sign in again."
        : null;
}
