namespace OptaPS.Objects;

/// <summary>One property that a plan changes. Secrets are masked.</summary>
/// <param name="Path">JSON pointer.</param>
/// <param name="Before">The present value as JSON, or null when absent.</param>
/// <param name="After">The new value as JSON, null when removed, <c>(known after apply)</c> when unknown.</param>
public sealed record PlanProperty(string Path, string? Before, string? After)
{
    /// <summary>True when this change forces the replacement.</summary>
    public bool ForcesReplace { get; init; }

    /// <summary>True when the present value was changed outside OptaPS.</summary>
    public bool Drift { get; init; }

    /// <summary>Where the new value comes from (file position, overlay entry), or null for a module's default.</summary>
    public string? Source { get; init; }

    /// <summary>Returns path and values on one line.</summary>
    public override string ToString() => $"{Path}: {Before ?? "(none)"} -> {After ?? "(none)"}";
}
