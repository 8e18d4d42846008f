namespace OptaPS.Objects;

/// <summary>The lock on the state of an environment or a service.</summary>
/// <param name="EnvironmentName">The environment.</param>
/// <param name="ServiceName">The service, or null for the environment itself.</param>
/// <param name="Target">Where: <c>cloud</c> or <c>sandbox:name</c>.</param>
/// <param name="Status">Held, Expired (its holder did not renew it in time) or Free.</param>
public sealed record LockInfo(string EnvironmentName, string? ServiceName, string Target, string Status)
{
    /// <summary>Who holds it, or held it last.</summary>
    public string Holder { get; init; } = "";

    /// <summary>What the holder does.</summary>
    public string Operation { get; init; } = "";

    /// <summary>Since when it is held.</summary>
    public DateTimeOffset Acquired { get; init; }

    /// <summary>When it ends unless it is renewed.</summary>
    public DateTimeOffset Expires { get; init; }

    /// <summary>The fencing number: grows with every holder; a write with an older one is refused.</summary>
    public long Fence { get; init; }

    /// <summary>The holder's machine.</summary>
    public string HostName { get; init; } = "";

    /// <summary>The holder's process on <see cref="HostName"/>.</summary>
    public int ProcessId { get; init; }

    /// <summary>How long ago it was taken; zero when nobody ever held it.</summary>
    public TimeSpan Age { get; init; }

    /// <summary>What was begun under it and is not known to have ended; whoever takes the lock next goes on with these.</summary>
    public IReadOnlyList<OpenIntent> OpenIntents { get; init; } = [];
}
