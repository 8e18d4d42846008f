using OptaPS.Kubernetes;
using OptaPS.Kubernetes.Evidence;
using OptaPS.Kubernetes.Objects;
using OptaPS.Kubernetes.Readiness;

namespace OptaPS.Helm.Releases.Waiting;

/// <summary>Looks at objects with the Kubernetes client's own rules of readiness and evidence.</summary>
/// <param name="client">The cluster.</param>
/// <param name="time">The clock.</param>
public sealed class ClusterObserver(IKubernetesClient client, TimeProvider time) : IReleaseObserver
{
    private const int MostObjects = 5;
    private readonly ReadinessReader reader = new(client, time);

    /// <inheritdoc/>
    public async Task<ObjectState> ObserveAsync(ObjectKey key, bool waitForJobs, CancellationToken cancellationToken)
    {
        var (verdict, live) = await reader.ReadAsync(key, cancellationToken);
        if (live is not null && key.Kind is { Group: "batch", Kind: "Job" } && !waitForJobs && verdict.State == ReadinessState.Progressing)
            return new ObjectState(true, false, "");
        return new ObjectState(verdict.IsReady, verdict.State == ReadinessState.Failed, verdict.Reason);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> CollectAsync(IReadOnlyList<ObjectKey> keys, CancellationToken cancellationToken)
    {
        var evidence = new PodEvidence(client);
        var lines = new List<string>();
        foreach (var key in keys.Take(MostObjects))
        {
            if (await client.GetAsync(key, cancellationToken) is { } live)
                lines.AddRange(await evidence.CollectAsync(live, cancellationToken));
        }

        return [.. lines.Distinct()];
    }
}
