using OptaPS.Helm.Releases.Storage;
using OptaPS.Kubernetes.Http;

namespace OptaPS.Helm.Releases.Operations;

/// <summary>Removes the oldest records beyond the number that is kept, after good and failed revisions alike. The revision in force and the newest one stay.</summary>
internal sealed class HistoryLimit(ReleaseCluster cluster)
{
    /// <summary>After a failed revision.</summary>
    public async Task KeepAsync(ReleaseHandle handle, CancellationToken cancellationToken)
    {
        if (handle.MaxHistory <= 0)
            return;
        var history = await cluster.Store.HistoryAsync(handle.Namespace, handle.Name, cancellationToken);
        await KeepAsync(history, [handle.Revision, new ReleaseBase(history).InForce?.Record.Revision ?? 0], handle.MaxHistory, cancellationToken);
    }

    /// <summary>Keeps <paramref name="maximum"/> records, those of <paramref name="revisions"/> among them; 0 keeps all.</summary>
    public async Task KeepAsync(IReadOnlyList<StoredRelease> history, IReadOnlyList<int> revisions, int maximum, CancellationToken cancellationToken)
    {
        var excess = history.Count - maximum;
        if (maximum <= 0 || excess <= 0)
            return;
        foreach (var old in history.Where(old => !revisions.Contains(old.Record.Revision)).Take(excess))
        {
            try
            {
                await cluster.Store.DeleteAsync(old.Record, cancellationToken);
            }
            catch (KubernetesException)
            {
                // A record too many does no harm and is removed with the next revision; how the operation ended is recorded.
                return;
            }
        }
    }
}
