using System.Globalization;
using OptaPS.Engine.Preflight;

namespace OptaPS.Clouds.Aws.Preflight;

/// <summary>
/// This machine's clock against the cloud's. Requests to AWS are signed with a corrected time when a service refuses them, so a difference stops
/// nothing; tokens of clusters, certificates and the times in records are of this machine's clock.
/// </summary>
internal static class ClockCheck
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(1);

    public static PreflightFinding Judge(CallerIdentity caller)
    {
        if (caller.Date is not { } theirs)
            return new PreflightFinding("Clock", PreflightStatus.Unknown, "The service did not tell its time.") { Needed = Text(Tolerance), Remedy = "Look at this machine's clock yourself; the run does not depend on it." };
        var difference = caller.Asked - theirs;

        // The header has whole seconds.
        if (difference.Duration() <= Tolerance + TimeSpan.FromSeconds(1))
            return AwsCheck.Passed("Clock", "This machine's clock agrees with the cloud's.", Text(difference.Duration()), $"at most {Text(Tolerance)}");
        return new PreflightFinding("Clock", PreflightStatus.Warning, $"This machine's clock is {Text(difference.Duration())} {(difference > TimeSpan.Zero ? "ahead of" : "behind")} the cloud's.")
        {
            Code = "OPTA3045",
            Measured = Text(difference.Duration()),
            Needed = $"at most {Text(Tolerance)}",
            Remedy = "Set the clock (NTP). Calls to AWS are signed with a corrected time, but clusters refuse tokens and certificates that are not valid yet or any more.",
        };
    }

    private static string Text(TimeSpan time) => time < TimeSpan.FromMinutes(2)
        ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0} s")
        : string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:0.#} min");
}
