namespace OptaPS.Objects;

/// <summary>What an injected fault of a sandbox does.</summary>
public enum SandboxFaultKind
{
    /// <summary>The service's own throttling error.</summary>
    Throttle,

    /// <summary>A 5xx answer; nothing was done.</summary>
    Error,

    /// <summary>The answer comes later.</summary>
    Latency,

    /// <summary>The request is never answered.</summary>
    Hang,

    /// <summary>The connection is cut before anything is done.</summary>
    Reset,

    /// <summary>The request takes effect, then the connection is cut.</summary>
    LostResponse,

    /// <summary>An accepted asynchronous operation does not end while the rule exists.</summary>
    Stuck,

    /// <summary>What was changed lately is not found.</summary>
    Stale,

    /// <summary>The caller's credentials count as expired.</summary>
    ExpiredCredentials,

    /// <summary>An accepted asynchronous operation ends as failed with the rule's code and text.</summary>
    OperationFailure,

    /// <summary>The service's clock is ahead of the caller's by the rule's delay, or behind when that is negative.</summary>
    ClockSkew,

    /// <summary>Creations are refused as beyond the account's quota.</summary>
    Quota,
}
