namespace OptaPS.Engine.Providers;

/// <summary>What a plan does with a resource.</summary>
public enum PlannedAction
{
    /// <summary>Nothing; live and recorded match desired.</summary>
    None,

    /// <summary>Make it.</summary>
    Create,

    /// <summary>Change it in place.</summary>
    Update,

    /// <summary>Delete it and make it again (or the other way round, when names are generated).</summary>
    Replace,

    /// <summary>Remove it.</summary>
    Delete,

    /// <summary>Record an existing resource that matches, without changing it.</summary>
    Adopt,

    /// <summary>Drop the record of a resource that is gone.</summary>
    Forget,
}
