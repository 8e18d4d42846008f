namespace OptaPS.Engine.Execution;

/// <summary>How an apply ended.</summary>
public enum ApplyStatus
{
    /// <summary>Everything planned is done.</summary>
    Done,

    /// <summary>At least one action failed; independent ones were carried out.</summary>
    Failed,

    /// <summary>The run was stopped; what ran was brought to a durable point.</summary>
    Cancelled,
}
