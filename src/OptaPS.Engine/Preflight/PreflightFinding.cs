namespace OptaPS.Engine.Preflight;

/// <summary>The outcome of one check that was made before the first change.</summary>
/// <param name="Name">Name of the check, stable, for example <c>Quota:Addresses</c>.</param>
/// <param name="Status">How it came out.</param>
/// <param name="Message">What was found, in one sentence.</param>
public sealed record PreflightFinding(string Name, PreflightStatus Status, string Message)
{
    /// <summary>The diagnostic code of a failure or warning (3xxx); empty for a check that passed.</summary>
    public string Code { get; init; } = "";

    /// <summary>What there is, with its unit, for example <c>2 free of 5</c>.</summary>
    public string Measured { get; init; } = "";

    /// <summary>What the plan needs, with its unit, for example <c>3</c>.</summary>
    public string Needed { get; init; } = "";

    /// <summary>What to do about it; empty when nothing has to be done.</summary>
    public string Remedy { get; init; } = "";

    /// <summary>The resource that the check is about, or null when it is about the whole plan.</summary>
    public string? Resource { get; init; }
}
