namespace OptaPS.Engine.Providers;

/// <summary>What may follow a failure.</summary>
public enum RetryAdvice
{
    /// <summary>It will fail again; report it.</summary>
    No,

    /// <summary>The call had no effect and may be sent again with the same token.</summary>
    SameToken,

    /// <summary>The attempt is over and had no effect; a new attempt takes a new token.</summary>
    NewToken,

    /// <summary>The outcome is unknown; find or read before anything else.</summary>
    ReadFirst,

    /// <summary>The remote side is throttling; slow down and send again with the same token.</summary>
    Throttled,
}
