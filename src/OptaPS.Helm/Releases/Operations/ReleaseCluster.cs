using OptaPS.Helm.Releases.Storage;
using OptaPS.Helm.Releases.Waiting;
using OptaPS.Kubernetes;

namespace OptaPS.Helm.Releases.Operations;

/// <summary>What every operation works with.</summary>
/// <param name="Client">The cluster.</param>
/// <param name="Store">The records in it.</param>
/// <param name="Observer">Looks at objects.</param>
/// <param name="Time">The clock.</param>
internal sealed record ReleaseCluster(IKubernetesClient Client, ReleaseStore Store, IReleaseObserver Observer, TimeProvider Time)
{
    /// <summary>Now, in UTC.</summary>
    public DateTimeOffset Now => Time.GetUtcNow();

    /// <summary>Waits.</summary>
    public Task DelayAsync(TimeSpan time, CancellationToken cancellationToken) => Task.Delay(time, Time, cancellationToken);

    /// <summary>How long to wait between looks, given how long it has been already.</summary>
    public static TimeSpan Pause(TimeSpan elapsed) => elapsed < TimeSpan.FromSeconds(10) ? TimeSpan.FromMilliseconds(400) : TimeSpan.FromSeconds(2);
}
