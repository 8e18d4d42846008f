using OptaPS.Diagnostics;
using OptaPS.Engine.Providers;
using OptaPS.Engine.State;

namespace OptaPS.Engine.Execution.Operations;

/// <summary>The engine's own failures of operations.</summary>
internal static class OperationErrors
{
    /// <summary>A provider's answer lacks what the engine needs (OPTA2504).</summary>
    internal static ProviderException Incomplete(ResourceRecord record, string message) =>
        new(new ProviderFailure(new Diagnostic("OPTA2504", Severity.Error, message) { Resource = record.Address }, RetryAdvice.ReadFirst));

    /// <summary>An operation has not ended within its type's deadline (OPTA2501).</summary>
    internal static Diagnostic TimedOut(ResourceRecord record, PlannedAction action, TimeSpan deadline) =>
        new("OPTA2501", Severity.Error, $"The {action.ToString().ToLowerInvariant()} of '{record.Address}' has not ended within {deadline}.")
        {
            Resource = record.Address,
            Category = DiagnosticCategory.OperationTimeout,
            Remedy = "Run the same command again; it goes on waiting for the operation where it stopped.",
        };

    /// <summary>A provider threw something that it should not (OPTA2505).</summary>
    internal static Diagnostic Unexpected(string address, Exception exception) =>
        new("OPTA2505", Severity.Error, $"'{address}' failed in an unexpected way: {exception.GetType().Name}: {exception.Message}")
        {
            Resource = address,
            Cause = exception.Message,
            Remedy = "Run the same command again. If it fails again, report it with this text.",
        };

    /// <summary>The run was stopped while the operation was under way (OPTA2502).</summary>
    internal static Diagnostic Stopped(string address) =>
        new("OPTA2502", Severity.Warning, $"The run was stopped while '{address}' was under way.")
        {
            Resource = address,
            Category = DiagnosticCategory.OperationStopped,
            Remedy = "Run the same command again; it goes on where it stopped.",
        };
}
