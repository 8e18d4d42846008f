namespace OptaPS.Engine.Events;

/// <summary>What an <see cref="EngineEvent"/> reports.</summary>
public enum EngineEventKind
{
    /// <summary>The plan has a verdict on a resource.</summary>
    Planned,

    /// <summary>An action has started.</summary>
    Started,

    /// <summary>An action goes on; the message says how.</summary>
    Progress,

    /// <summary>An action is tried again; the failure says why.</summary>
    Retrying,

    /// <summary>An action is done.</summary>
    Done,

    /// <summary>An action has failed.</summary>
    Failed,

    /// <summary>An action was not started, because something that it needs failed or the run was stopped.</summary>
    Skipped,
}
