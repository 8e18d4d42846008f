namespace OptaPS.Engine.Execution;

/// <summary>How an action on a resource ended.</summary>
public enum ResourceOutcome
{
    /// <summary>Nothing had to be done.</summary>
    Unchanged,

    /// <summary>Done.</summary>
    Done,

    /// <summary>Failed; the failure says why.</summary>
    Failed,

    /// <summary>Started, its end is not known yet; the next run goes on from here.</summary>
    Open,

    /// <summary>Not started.</summary>
    Skipped,
}
