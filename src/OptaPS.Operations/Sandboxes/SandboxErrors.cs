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

    public static Diagnostic Refused(string name, int status, string code, string message) => new("OPTA7015", Severity.Error, $"The sandbox '{name}' refused: {message}")
    {
        Category = DiagnosticCategory.InvalidArgument,
        Cause = code.Length > 0 ? $"HTTP {status}, {code}" : $"HTTP {status}",
        Remedy = "Correct what the message names; docs/sandbox.md lists what the control API takes.",
    };

    public static Diagnostic NoWorld(string name) => new("OPTA7016", Severity.Error, $"There is no sandbox '{name}'.")
    {
        Category = DiagnosticCategory.ObjectNotFound,
        Remedy = "List sandboxes with Get-OptaSandbox or 'opta sandbox status'.",
    };

    public static Diagnostic FileExists(string path) => new("OPTA7017", Severity.Error, $"The file '{path}' exists.")
    {
        Category = DiagnosticCategory.InvalidArgument,
        Remedy = "Choose another path, or replace it with -Force or --force.",
    };

    public static Diagnostic WorldExists(string name) => new("OPTA7017", Severity.Error, $"The sandbox '{name}' has a world already.")
    {
        Category = DiagnosticCategory.InvalidArgument,
        Remedy = "Import under another name, or replace its world with -Force or --force.",
    };

    public static Diagnostic Running(string name) => new("OPTA7018", Severity.Error, $"The sandbox '{name}' runs; its world cannot be replaced.")
    {
        Category = DiagnosticCategory.InvalidArgument,
        Remedy = $"Stop it with Stop-OptaSandbox {name} or 'opta sandbox stop {name}' first, or import under another name.",
    };

    public static Diagnostic NotAnArchive(string path, string why) => new("OPTA7019", Severity.Error, $"The file '{path}' is not an exported sandbox.")
    {
        Category = DiagnosticCategory.InvalidArgument,
        Cause = why,
        Remedy = "Give a file that Export-OptaSandbox or 'opta sandbox export' wrote.",
    };

    public static Diagnostic DidNotStop(string name, int processId) => new("OPTA7014", Severity.Error, $"The sandbox '{name}' did not stop in time.")
    {
        Category = DiagnosticCategory.OperationTimeout,
        Remedy = $"End process {processId}; its world is durable and a later start goes on with it.",
    };
}
