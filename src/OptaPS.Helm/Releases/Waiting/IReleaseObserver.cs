using OptaPS.Kubernetes.Objects;

namespace OptaPS.Helm.Releases.Waiting;

/// <summary>Looks at the objects of a release: are they ready, and if not, why.</summary>
public interface IReleaseObserver
{
    /// <summary>One look at one object.</summary>
    /// <param name="key">The object.</param>
    /// <param name="waitForJobs">True when a job counts as ready only after it completed.</param>
    /// <param name="cancellationToken">Stops.</param>
    Task<ObjectState> ObserveAsync(ObjectKey key, bool waitForJobs, CancellationToken cancellationToken);

    /// <summary>Conditions, events, container states and log tails of objects that are not ready, most telling first.</summary>
    Task<IReadOnlyList<string>> CollectAsync(IReadOnlyList<ObjectKey> keys, CancellationToken cancellationToken);
}
