using System.Globalization;
using OptaPS.Diagnostics;

namespace OptaPS.Engine.Locking;

/// <summary>The errors of locks, the same for every backend.</summary>
public static class LeaseErrors
{
    /// <summary>Somebody else holds the lock (OPTA2201).</summary>
    public static OptaException Held(string layer, LeaseInfo? lease) => new(
        new Diagnostic("OPTA2201", Severity.Error, lease is null
            ? $"The state of '{layer}' is locked by another process."
            : $"The state of '{layer}' is locked by {lease.Holder} ({lease.Operation}) since {Text(lease.Acquired)}; the lock lasts until {Text(lease.Expires)} unless it is renewed.")
        {
            Category = DiagnosticCategory.ResourceBusy,
            Remedy = "Wait until the other run has ended. The lock of a run that died ends by itself; nothing has to be removed by hand.",
        });

    /// <summary>The holder gives no sign of life, and the end of its lock is waited for (OPTA2205, a warning).</summary>
    public static Diagnostic Awaited(string layer, LeaseInfo lease) =>
        new("OPTA2205", Severity.Warning, $"The state of '{layer}' is locked by {lease.Holder} ({lease.Operation}) since {Text(lease.Acquired)}; waiting until {Text(lease.Expires)}, when that lock ends unless it is renewed.")
        {
            Category = DiagnosticCategory.ResourceBusy,
            Remedy = "Nothing has to be done when that run was killed: this one goes on by itself. When that run is alive, this one ends with OPTA2201 as soon as the lock is renewed.",
        };

    /// <summary>The lock has ended, but the process that held it is alive and has the state open (OPTA2201).</summary>
    public static OptaException StillOpen(string layer, LeaseInfo lease) => new(
        new Diagnostic("OPTA2201", Severity.Error, $"The state of '{layer}' is still open in process {lease.ProcessId} on {lease.Host} ({lease.Holder}, {lease.Operation}), although its lock ended at {Text(lease.Expires)}.")
        {
            Category = DiagnosticCategory.ResourceBusy,
            Remedy = "See whether that process is stopped or hangs, and end it; what it may still try to write is refused. Then run the same command again.",
        });

    /// <summary>The lock was lost (OPTA2202).</summary>
    public static OptaException Lost(string layer, LeaseInfo? now) => new(
        new Diagnostic("OPTA2202", Severity.Error, now is null
            ? $"This run lost its lock on the state of '{layer}'; nothing more was written."
            : $"This run lost its lock on the state of '{layer}' to {now.Holder} ({now.Operation}); nothing more was written.")
        {
            Category = DiagnosticCategory.ResourceBusy,
            Remedy = "Let the other run end, then run the same command again.",
        });

    /// <summary>The lock is to be removed although its holder may still work (OPTA2203).</summary>
    public static OptaException Alive(string layer, LeaseInfo lease) => new(
        new Diagnostic("OPTA2203", Severity.Error, $"The lock on the state of '{layer}' is in use: {lease.Holder} ({lease.Operation}, process {lease.ProcessId} on {lease.Host}) holds it since {Text(lease.Acquired)} and renewed it until {Text(lease.Expires)}.")
        {
            Category = DiagnosticCategory.ResourceBusy,
            Remedy = "Wait: the lock of a run that died ends by itself at that time. Only when you know that the run is dead, unlock with -Force (--force); what it may still try to write is refused.",
        });

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
