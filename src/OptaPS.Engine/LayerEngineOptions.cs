using OptaPS.Engine.Encryption;

namespace OptaPS.Engine;

/// <summary>Settings of a <see cref="LayerEngine"/>.</summary>
public sealed record LayerEngineOptions
{
    /// <summary>Wraps the key that encrypts sensitive values in state.</summary>
    public required IKeyWrapper KeyWrapper { get; init; }

    /// <summary>Open states whose key was wrapped in another way than new ones; chosen by <see cref="IKeyWrapper.Kind"/>.</summary>
    public IReadOnlyList<IKeyWrapper> OtherKeyWrappers { get; init; } = [];

    /// <summary>The world of the endpoints (<see cref="Targets.EndpointSet.World"/>); state made in another world is refused.</summary>
    public string? World { get; init; }

    /// <summary>Who runs the engine, for lock records and overlay entries, for example <c>ann@build-7</c>.</summary>
    public string Holder { get; init; } = "unknown";

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>How long a lock lasts without a heartbeat.</summary>
    public TimeSpan LeaseTime { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long to wait for the end of a lock whose holder gives no sign of life; zero fails at once.</summary>
    public TimeSpan LockWait { get; init; }

    /// <summary>How long a stopped run may take to bring what runs to a durable point.</summary>
    public TimeSpan SettleTime { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a failing call is repeated when the failure does not say.</summary>
    public TimeSpan RetryFor { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Most read calls at once while planning.</summary>
    public int ReadConcurrency { get; init; } = 32;

    /// <summary>Makes the randomness of retry waits repeatable in tests; null for a random seed.</summary>
    public int? JitterSeed { get; init; }
}
