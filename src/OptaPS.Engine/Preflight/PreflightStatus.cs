namespace OptaPS.Engine.Preflight;

/// <summary>How a check came out.</summary>
public enum PreflightStatus
{
    /// <summary>All is well.</summary>
    Passed,

    /// <summary>The plan can be carried out, but something should be looked at.</summary>
    Warning,

    /// <summary>The plan would fail; nothing is started.</summary>
    Failed,

    /// <summary>The check could not be made; the finding says why.</summary>
    Unknown,

    /// <summary>The check was left out on purpose.</summary>
    Skipped,
}
