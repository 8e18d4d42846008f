using System.Management.Automation;
using OptaPS.Diagnostics;

namespace OptaPS.PowerShell;

/// <summary>What can go wrong in the cmdlets themselves.</summary>
internal static class FrontErrors
{
    public static Diagnostic NoFile(string path) => new("OPTA7001", Severity.Error, WildcardPattern.ContainsWildcardCharacters(path) ? $"No file matches '{path}'." : $"There is no file '{path}'.")
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

    public static Diagnostic NotAFile(string path, string provider) => new("OPTA7072", Severity.Error, $"'{path}' is not a path of the file system; it belongs to the provider {provider}.")
    {
        Category = DiagnosticCategory.InvalidArgument,
        Remedy = "Give a path of a file, or change to a folder with Set-Location first.",
    };

    public static Diagnostic NoModuleType(string type, IReadOnlyList<string> known) => new("OPTA7073", Severity.Error, $"There is no module type '{type}' in this schema.")
    {
        Category = DiagnosticCategory.ObjectNotFound,
        Allowed = string.Join(", ", known),
        Remedy = "Give one of the allowed names; Tab completes them.",
    };

    public static Diagnostic NotAsExpected(string name, IReadOnlyList<string> problems) => new("OPTA7074", Severity.Error, $"{name} is not as expected: {problems[0]}{(problems.Count > 1 ? $", and {problems.Count - 1} more" : "")}.")
    {
        Category = DiagnosticCategory.InvalidOperation,
        Evidence = problems,
    };

    /// <summary>A policy script cannot run in a job.</summary>
    public static Diagnostic PolicyInJob() => new("OPTA7075", Severity.Error, "A policy script cannot be given with -AsJob: scripts run on the pipeline's thread, which a job does not have.")
    {
        Category = DiagnosticCategory.InvalidArgument,
        Remedy = "Give the rules as a file (-PolicyFile), or leave -AsJob out.",
    };
}
