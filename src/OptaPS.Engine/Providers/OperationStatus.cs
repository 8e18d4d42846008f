namespace OptaPS.Engine.Providers;

/// <summary>How a create, update or delete is doing.</summary>
public enum OperationStatus
{
    /// <summary>Finished; the resource is as asked for (or gone).</summary>
    Done,

    /// <summary>Accepted; ask again with the handle.</summary>
    Pending,

    /// <summary>Failed; see the failure.</summary>
    Failed,
}
