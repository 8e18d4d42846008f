using OptaPS.Engine.Locking;

namespace OptaPS.Engine.State;

/// <summary>
/// Where states are kept. A layer's state is a snapshot and the journal groups after it, both opaque bytes here. Implementations need
/// only conditional writes from the store below; the meaning of the bytes, encryption and checks are the engine's.
/// </summary>
public interface IStateBackend
{
    /// <summary>The place in words, for messages.</summary>
    string Description { get; }

    /// <summary>Identities of the layers that have a state here, sorted ordinally.</summary>
    Task<IReadOnlyList<string>> ListLayersAsync(CancellationToken cancellationToken);

    /// <summary>Reads a layer without locking it, or null when it has no state.</summary>
    Task<StoredLayer?> ReadAsync(string layer, CancellationToken cancellationToken);

    /// <summary>Who holds the layer's lock, or held it last; null when nobody ever did.</summary>
    Task<LeaseInfo?> ReadLeaseAsync(string layer, CancellationToken cancellationToken);

    /// <summary>
    /// The locks of all layers that have a state, and of those that have none yet: a run that died before it wrote anything leaves only its lock. A lock
    /// that was given back by a layer without state is left out.
    /// </summary>
    Task<IReadOnlyDictionary<string, LeaseInfo>> ListLocksAsync(CancellationToken cancellationToken);

    /// <summary>Takes the layer's lock for writing.</summary>
    /// <exception cref="Diagnostics.OptaException">Somebody else holds it (OPTA2201).</exception>
    Task<IStateLease> AcquireAsync(string layer, LeaseRequest request, CancellationToken cancellationToken);

    /// <summary>Ends the lease of a holder that is known to be dead. What it may still try to write is refused from then on.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="force">Ends a lease too that has not expired and whose holder may still work.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>The lease that was ended, or null when nobody held one.</returns>
    /// <exception cref="Diagnostics.OptaException">The holder may still work (OPTA2203), and <paramref name="force"/> is off.</exception>
    Task<LeaseInfo?> BreakLeaseAsync(string layer, bool force, CancellationToken cancellationToken);
}
