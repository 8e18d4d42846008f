namespace OptaPS.Engine.Locking;

/// <summary>Who holds a layer's lock, and until when.</summary>
/// <param name="Holder">The holder in words: user, host, process, or the pipeline run.</param>
/// <param name="Operation">What it is doing.</param>
/// <param name="Fence">The fencing number; grows by one with every holder.</param>
/// <param name="Acquired">Since when.</param>
/// <param name="Expires">Until when, unless it is renewed.</param>
public sealed record LeaseInfo(string Holder, string Operation, long Fence, DateTimeOffset Acquired, DateTimeOffset Expires)
{
    /// <summary>The holder's host name.</summary>
    public string Host { get; init; } = "";

    /// <summary>The holder's process id on <see cref="Host"/>.</summary>
    public int ProcessId { get; init; }

    /// <summary>True when the holder gave the lock back; the record stays for its fencing number.</summary>
    public bool Released { get; init; }
}
