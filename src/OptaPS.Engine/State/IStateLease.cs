using OptaPS.Engine.Locking;

namespace OptaPS.Engine.State;

/// <summary>The right to write a layer's state. Disposing gives the lock back.</summary>
public interface IStateLease : IAsyncDisposable
{
    /// <summary>Who holds it: this process.</summary>
    LeaseInfo Info { get; }

    /// <summary>Cancelled when the lease is lost: somebody took it over or it could not be renewed in time.</summary>
    CancellationToken Lost { get; }

    /// <summary>The state as it was when the lock was taken; nobody else can have changed it since. Null when there is none.</summary>
    StoredLayer? Stored { get; }

    /// <summary>True when the journal has grown so long that a snapshot would make the next reader faster.</summary>
    bool WantsSnapshot { get; }

    /// <summary>Appends one journal group. When the task completes, the group survives a crash of the machine.</summary>
    /// <param name="group">One frame.</param>
    /// <param name="cancellationToken">Stops waiting; whether the group was written is then unknown.</param>
    /// <exception cref="Diagnostics.OptaException">The lease is lost (OPTA2202) or the store failed (OPTA2103).</exception>
    Task AppendAsync(ReadOnlyMemory<byte> group, CancellationToken cancellationToken);

    /// <summary>Puts a snapshot in the place of the one before it, which is kept with its journal, and begins an empty journal.</summary>
    Task WriteSnapshotAsync(ReadOnlyMemory<byte> snapshot, CancellationToken cancellationToken);

    /// <summary>Removes the layer's state for good.</summary>
    Task DeleteAsync(CancellationToken cancellationToken);
}
