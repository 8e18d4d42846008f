using System.Text.Json.Serialization;

namespace OptaPS.Sandbox.Faults;

/// <summary>What an injected fault does.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FaultKind>))]
internal enum FaultKind
{
    /// <summary>The service's own throttling error.</summary>
    Throttle,

    /// <summary>A 5xx answer; nothing was done.</summary>
    Error,

    /// <summary>The answer comes later.</summary>
    Latency,

    /// <summary>The request is never answered.</summary>
    Hang,

    /// <summary>The connection is aborted before anything is done.</summary>
    Reset,

    /// <summary>The request takes effect, then the connection is aborted.</summary>
    LostResponse,

    /// <summary>An accepted asynchronous operation does not end while the rule exists.</summary>
    Stuck,

    /// <summary>Reads answer as if the newest write had not happened: a new resource is not found for the given time.</summary>
    Stale,

    /// <summary>The caller's credentials count as expired.</summary>
    ExpiredCredentials,

    /// <summary>An accepted asynchronous operation ends as failed with the rule's code and text.</summary>
    OperationFailure,

    /// <summary>The service's clock is ahead by the given time: signatures are judged by it and the Date header shows it.</summary>
    ClockSkew,

    /// <summary>Creations are refused as beyond the account's quota.</summary>
    Quota
}
