using OptaPS.Diagnostics;

namespace OptaPS.Objects;

/// <summary>The outcome of one check of an environment or service file and its target; nothing was changed.</summary>
/// <param name="Path">The file checked.</param>
/// <param name="Check">Name of the check: <c>Schema</c> (the file itself), <c>Compatibility:</c> and the name of a difference from Opta, <c>Plan</c> (the target).</param>
/// <param name="Passed">False when it must be mended before an apply.</param>
public sealed record CheckResult(string Path, string Check, bool Passed)
{
    /// <summary>What was found, with measured numbers.</summary>
    public string Message { get; init; } = "";

    /// <summary>The finding in full, when there is one.</summary>
    public Diagnostic? Diagnostic { get; init; }

    /// <summary>Where: <c>cloud</c> or <c>sandbox:name</c>.</summary>
    public string Target { get; init; } = "";
}
