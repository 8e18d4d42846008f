using OptaPS.Diagnostics;

namespace OptaPS.Objects;

/// <summary>The outcome of one check of an environment or service file and its target; nothing was changed.</summary>
/// <param name="Path">The file checked.</param>
/// <param name="Check">Name of the check: <c>Schema</c> (the file itself), <c>Compatibility:</c> and the name of a difference from Opta, <c>Plan</c> (the target), or the name of a preflight check such as <c>Quota:Addresses</c>.</param>
/// <param name="Passed">False when it must be mended before an apply.</param>
public sealed record CheckResult(string Path, string Check, bool Passed)
{
    /// <summary>What was found, with measured numbers.</summary>
    public string Message { get; init; } = "";

    /// <summary>Passed, Warning, Failed, Unknown when the check could not be made, or Skipped when it was left out on purpose.</summary>
    public string Status { get; init; } = Passed ? "Passed" : "Failed";

    /// <summary>What there is, with its unit; empty when nothing was measured.</summary>
    public string Measured { get; init; } = "";

    /// <summary>What is needed, with its unit.</summary>
    public string Needed { get; init; } = "";

    /// <summary>What to do about it; empty when nothing has to be done.</summary>
    public string Remedy { get; init; } = "";

    /// <summary>The finding in full, when there is one.</summary>
    public Diagnostic? Diagnostic { get; init; }

    /// <summary>Where: <c>cloud</c> or <c>sandbox:name</c>.</summary>
    public string Target { get; init; } = "";
}
