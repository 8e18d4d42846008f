using OptaPS.Diagnostics;

namespace OptaPS.PowerShell;

/// <summary>What can go wrong in the cmdlets themselves.</summary>
internal static class FrontErrors
{
    public static Diagnostic NoFile(string path) => new("OPTA7001", Severity.Error, $"There is no file '{path}'.")
    {
        Category = DiagnosticCategory.ObjectNotFound,
        Remedy = "Give the path of an environment or service file.",
    };

    public static Diagnostic NoSandboxProgram() => new("OPTA7010", Severity.Error, "This build of the module has no sandbox program.")
    {
        Category = DiagnosticCategory.ObjectNotFound,
        Remedy = "Build the solution, or install the package for this operating system.",
    };

    public static Diagnostic TimeOver(TimeSpan limit) => new("OPTA7070", Severity.Error, $"The command did not end within {limit.TotalSeconds:0} seconds and was stopped.")
    {
        Category = DiagnosticCategory.OperationTimeout,
        Remedy = "Run the same command again; it goes on from where it stopped. Give -TimeoutSeconds a larger value.",
    };

    public static Diagnostic NobodyThere(string action, string target) => new("OPTA7071", Severity.Error, $"'{action}' on {target} needs a confirmation and nobody is there to give it.")
    {
        Category = DiagnosticCategory.InvalidOperation,
        Remedy = "Look at the plan with -WhatIf, then add -Confirm:$false.",
    };

    public static Diagnostic NoSuspension() => new("OPTA7072", Severity.Error, "A job of OptaPS can be stopped but not suspended.")
    {
        Category = DiagnosticCategory.InvalidOperation,
        Remedy = "Stop it with Stop-Job and run the same command again; it goes on from where it stopped.",
    };

    public static Diagnostic NoModuleType(string type, IReadOnlyList<string> known) => new("OPTA7073", Severity.Error, $"There is no module type '{type}' in this schema.")
    {
        Category = DiagnosticCategory.ObjectNotFound,
        Allowed = string.Join(", ", known),
        Remedy = "Give one of the allowed names; Tab completes them.",
    };

    /// <summary>A policy script cannot run in a job.</summary>
    public static Diagnostic PolicyInJob() => new("OPTA7075", Severity.Error, "A policy script cannot be given with -AsJob: scripts run on the pipeline's thread, which a job does not have.")
    {
        Category = DiagnosticCategory.InvalidArgument,
        Remedy = "Give the rules as a file (-PolicyFile), or leave -AsJob out.",
    };
}
