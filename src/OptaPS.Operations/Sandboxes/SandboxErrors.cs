using OptaPS.Diagnostics;

namespace OptaPS.Operations.Sandboxes;

/// <summary>What can be wrong with a sandbox.</summary>
internal static class SandboxErrors
{
    public static Diagnostic NotRunning(string name) => new("OPTA7011", Severity.Error, $"The sandbox '{name}' does not run.")
    {
        Category = DiagnosticCategory.ResourceUnavailable,
        Remedy = $"Start it with Start-OptaSandbox {name} or 'opta sandbox start {name}', or leave the sandbox out to work on the real cloud.",
    };

    public static Diagnostic DidNotStart(string name, string why, string logFile, IReadOnlyList<string> logTail) =>
        new("OPTA7012", Severity.Error, $"The sandbox '{name}' did not start.")
        {
            Category = DiagnosticCategory.ResourceUnavailable,
            Cause = why,
            Evidence = logTail,
            Remedy = $"Look at {logFile}; if its world is damaged, remove it with Stop-OptaSandbox {name} -RemoveData.",
        };

    public static Diagnostic NameNeeded() => new("OPTA7013", Severity.Error, "The name of a sandbox is needed.")
    {
        Category = DiagnosticCategory.InvalidArgument,
        Allowed = "lower-case letters, digits and dashes, at most 31",
    };

    public static Diagnostic BadName(string name) => new("OPTA7013", Severity.Error, $"'{name}' is not a name for a sandbox.")
    {
        Category = DiagnosticCategory.InvalidArgument,
        Allowed = "lower-case letters, digits and dashes, at most 31",
    };

    public static Diagnostic DidNotStop(string name, int processId) => new("OPTA7014", Severity.Error, $"The sandbox '{name}' did not stop in time.")
    {
        Category = DiagnosticCategory.OperationTimeout,
        Remedy = $"End process {processId}; its world is durable and a later start goes on with it.",
    };
}
