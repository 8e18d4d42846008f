using System.Globalization;
using OptaPS.Diagnostics;
using OptaPS.Helm.Releases.Records;
using OptaPS.Helm.Releases.Storage;
using OptaPS.Kubernetes.Http;

namespace OptaPS.Helm.Releases.Operations;

/// <summary>Deals with a newest revision that is pending: dead work is marked failed and kept in the history, living work of somebody else stops us.</summary>
internal sealed class PendingRecovery(ReleaseCluster cluster)
{
    /// <summary>Returns the history with a newest revision that is not pending.</summary>
    /// <exception cref="OptaException">OPTA5511: another operation is alive; OPTA5512: another tool's operation may be alive.</exception>
    public async Task<IReadOnlyList<StoredRelease>> RecoverAsync(IReadOnlyList<StoredRelease> history, ReleaseOptions options, CancellationToken cancellationToken)
    {
        return history.Count > 0 && history[^1].Record.Status.IsPending()
            ? [.. history.SkipLast(1), await RecoverAsync(history[^1], options, cancellationToken)]
            : history;
    }

    private async Task<StoredRelease> RecoverAsync(StoredRelease pending, ReleaseOptions options, CancellationToken cancellationToken)
    {
        var record = pending.Record;
        var age = cluster.Now - (pending.Lease?.Started ?? record.LastDeployed ?? cluster.Now);
        if (pending.Lease is { } lease)
        {
            if (lease.Holder != options.Holder && lease.Expires > cluster.Now)
                throw Alive(record, lease, age);
        }
        else if (!options.RecoverPending || age < options.RecoverPendingAfter)
        {
            throw Foreign(record, age, options);
        }

        var was = ReleaseStatusText.Write(record.Status);
        options.Progress?.Report($"Recovering {record.Namespace}/{record.Name}: revision {record.Revision} was left {was} by an operation that has ended.");
        var copy = record.Copy();
        copy.SetStatus(ReleaseStatus.Failed, string.Create(CultureInfo.InvariantCulture, $"Interrupted while {was}; recovered by OptaPS after {Words(age)}"));
        var annotations = pending.Annotations.Where(annotation => annotation.Key != ReleaseLease.Annotation).ToDictionary();
        try
        {
            return await cluster.Store.UpdateAsync(pending with { Record = copy, Annotations = annotations }, cancellationToken);
        }
        catch (KubernetesException e) when (e.Failure == KubernetesFailure.Conflict)
        {
            throw Alive(record, pending.Lease, age);
        }
    }

    private static OptaException Alive(ReleaseRecord record, ReleaseLease? lease, TimeSpan age) => new(new Diagnostic(
        "OPTA5511",
        Severity.Error,
        $"Release '{record.Namespace}/{record.Name}' is {ReleaseStatusText.Write(record.Status)} (revision {record.Revision}): another operation is working on it.")
    {
        Resource = $"{record.Namespace}/{record.Name}",
        Evidence = lease is null ? [] : [$"Held by {lease.Holder} since {RecordTime.Write(lease.Started)} ({Words(age)}), lease until {RecordTime.Write(lease.Expires)}."],
        Remedy = "Wait for it to end. When its process is dead, its lease runs out within two minutes and the next run recovers the release by itself.",
        Category = DiagnosticCategory.ResourceBusy,
    });

    private static OptaException Foreign(ReleaseRecord record, TimeSpan age, ReleaseOptions options) => new(new Diagnostic(
        "OPTA5512",
        Severity.Error,
        $"Release '{record.Namespace}/{record.Name}' is {ReleaseStatusText.Write(record.Status)} (revision {record.Revision}) by another tool, which leaves no sign of life.")
    {
        Resource = $"{record.Namespace}/{record.Name}",
        Evidence = [$"Pending for {Words(age)}; counts as abandoned from {Words(options.RecoverPendingAfter)} on, and only when recovery is asked for."],
        Remedy = "Make sure that no other tool is deploying it, then repeat with pending recovery (-RecoverPending, --recover-pending).",
        Category = DiagnosticCategory.ResourceBusy,
    });

    private static string Words(TimeSpan age) => age < TimeSpan.FromMinutes(2)
        ? string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, age.TotalSeconds):0} s")
        : string.Create(CultureInfo.InvariantCulture, $"{age.TotalMinutes:0} min");
}
