namespace OptaPS.Operations;

/// <summary>A moment in the life of a step.</summary>
public enum StepPhase
{
    /// <summary>It began.</summary>
    Started,

    /// <summary>It goes on.</summary>
    Progress,

    /// <summary>It failed for now and is tried again.</summary>
    Retrying,

    /// <summary>It is done.</summary>
    Done,

    /// <summary>It failed.</summary>
    Failed,

    /// <summary>It was not started because something before it failed or the run was stopped.</summary>
    Skipped,
}
