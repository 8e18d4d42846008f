namespace OptaPS.Engine.Providers;

/// <summary>What an action may cost whoever uses the resource, in rising order.</summary>
public enum RiskClass
{
    /// <summary>Nobody notices.</summary>
    None,

    /// <summary>Processes are restarted, usually one after the other.</summary>
    Restart,

    /// <summary>The resource is away for a while.</summary>
    Downtime,

    /// <summary>Data that cannot be made again is deleted.</summary>
    DataLoss,
}
