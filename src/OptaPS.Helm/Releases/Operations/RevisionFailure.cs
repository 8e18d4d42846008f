using OptaPS.Diagnostics;
using OptaPS.Helm.Releases.Comparing;
using OptaPS.Helm.Releases.Records;
using OptaPS.Kubernetes.Http;
using OptaPS.Kubernetes.Objects;

namespace OptaPS.Helm.Releases.Operations;

/// <summary>Ends a revision that failed. The evidence is in the finding already; only then is anything removed or rolled back.</summary>
internal sealed class RevisionFailure(ReleaseCluster cluster)
{
    /// <summary>Marks the revision failed and cleans up as asked. The result carries the failure, or a handle when going back takes time.</summary>
    public async Task<ReleaseProgress> FailAsync(LeasedRelease leased, ReleaseHandle handle, Diagnostic failure, CancellationToken cancellationToken)
    {
        var record = leased.Stored.Record;
        failure = new Redaction(SecretValues.Of(record)).Mask(failure);
        if (handle.Failure is not null)
            failure = handle.Failure with { Evidence = [.. handle.Failure.Evidence, $"Going back failed too: {failure}", .. failure.Evidence] };
        record.SetStatus(ReleaseStatus.Failed, $"{handle.Operation switch { "install" => "Release", "upgrade" => "Upgrade", _ => "Rollback" }} \"{record.Name}\" failed: {Words(failure)}");
        await leased.EndAsync(cancellationToken);

        if (handle.CleanupOnFail)
            await CleanUpAsync(handle, cancellationToken);
        if (handle.Atomic && handle.Failure is null)
            return await GoBackAsync(handle, failure, cancellationToken);
        await new HistoryLimit(cluster).KeepAsync(handle, cancellationToken);
        return new ReleaseProgress(ReleaseInfo.Of(record)) { Failure = failure };
    }

    // Whoever reads the history, with Helm too, wants to know why; a cause that the message tells already is not told twice.
    private static string Words(Diagnostic failure) =>
        failure.Cause is { Length: > 0 } cause && !failure.Message.Contains(cause, StringComparison.Ordinal) ? $"{failure.Message.TrimEnd('.')}: {cause}" : failure.Message;

    private async Task CleanUpAsync(ReleaseHandle handle, CancellationToken cancellationToken)
    {
        foreach (var name in handle.Created)
        {
            var parts = name.Split(' ');
            try
            {
                await cluster.Client.DeleteAsync(
                    new ObjectKey(GroupVersionKind.Parse(parts[0]), parts[1].Length == 0 ? null : parts[1], parts[2]), new DeleteOptions(), cancellationToken);
            }
            catch (KubernetesException e) when (e.Failure is KubernetesFailure.NotFound or KubernetesFailure.UnknownKind)
            {
                // Gone already, with its namespace or definition.
            }
        }
    }

    private async Task<ReleaseProgress> GoBackAsync(ReleaseHandle handle, Diagnostic failure, CancellationToken cancellationToken)
    {
        var options = handle.ToOptions(null) with { Atomic = false, Wait = true };
        var outcome = handle.Previous == 0
            ? await new ReleaseRemoval(cluster).StartAsync(new UninstallRequest(handle.Namespace, handle.Name) { Options = options }, failure, cancellationToken)
            : await RollBackAsync(handle, options, failure, cancellationToken);
        return outcome.Handle is null && outcome.Failure is null ? outcome with { Failure = failure } : outcome;
    }

    private async Task<ReleaseProgress> RollBackAsync(ReleaseHandle handle, ReleaseOptions options, Diagnostic failure, CancellationToken cancellationToken)
    {
        var prepared = await new ReleasePreparation(cluster).PrepareAsync(
            new RollbackRequest(handle.Namespace, handle.Name, handle.Previous) { Options = options }, cancellationToken);
        var progress = await new RevisionRunner(cluster).RunAsync(prepared, cancellationToken);
        if (progress.Handle is { } text)
            return progress with { Handle = (ReleaseHandle.Read(text) with { Failure = failure }).Write() };
        return progress with { Failure = failure };
    }
}
