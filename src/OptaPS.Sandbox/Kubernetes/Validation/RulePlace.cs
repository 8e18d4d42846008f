namespace OptaPS.Sandbox.Kubernetes.Validation;

/// <summary>Where in a schema rules stand.</summary>
/// <param name="Field">Path of the schema.</param>
/// <param name="Count">How often such data can occur by the limits of lists and maps around it; null without limits.</param>
/// <param name="Torn">Path of the list around it whose items cannot be found again after a change; null when there is none.</param>
/// <param name="IsRoot">The schema of the whole object.</param>
internal sealed record RulePlace(string Field, ulong? Count, string? Torn, bool IsRoot = false)
{
    /// <summary>The place of a part.</summary>
    /// <param name="step">What is added to the path.</param>
    /// <param name="times">How often the part can occur here; negative without a limit.</param>
    /// <param name="isTorn">Values before and after a change cannot be matched.</param>
    public RulePlace Inside(string step, long times, bool isTorn) =>
        new(Field + step, times < 0 || Count is not { } count ? null : Cel.Costs.Saturating.Multiply(count, (ulong)times), isTorn ? Field : Torn);
}
