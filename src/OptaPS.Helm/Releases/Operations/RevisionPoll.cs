using System.Globalization;
using OptaPS.Diagnostics;
using OptaPS.Helm.Releases.Applying;
using OptaPS.Helm.Releases.Hooks;
using OptaPS.Helm.Releases.Manifests;
using OptaPS.Helm.Releases.Records;
using OptaPS.Helm.Releases.Storage;
using OptaPS.Helm.Releases.Waiting;
using OptaPS.Kubernetes.Http;

namespace OptaPS.Helm.Releases.Operations;

/// <summary>Looks once how far an applied revision is, and finishes it when everything is ready. Everything it needs is in the handle and the cluster.</summary>
internal sealed class RevisionPoll(ReleaseCluster cluster)
{
    private const int SideBySide = 8;

    /// <summary>One step.</summary>
    public async Task<ReleaseProgress> PollAsync(ReleaseHandle handle, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        var stored = await cluster.Store.GetAsync(handle.Namespace, handle.Name, handle.Revision, cancellationToken)
            ?? throw ReleasePreparation.Missing(handle.Namespace, handle.Name);
        if (!stored.Record.Status.IsPending())
            return Ended(stored, handle);

        var leased = new LeasedRelease(cluster, stored, handle.Holder);
        try
        {
            if (handle.Wait && await WaitAsync(handle, leased, progress, cancellationToken) is { } waiting)
                return waiting;
            await RunPostHooksAsync(handle, leased, progress, cancellationToken);
        }
        catch (Exception e) when (RevisionRunner.FailureOf(e, stored.Record) is { } failure)
        {
            return await new RevisionFailure(cluster).FailAsync(leased, handle, failure, cancellationToken);
        }

        await FinishAsync(handle, leased, cancellationToken);
        return new ReleaseProgress(ReleaseInfo.Of(leased.Stored.Record)) { Failure = handle.Failure };
    }

    private static ReleaseProgress Ended(StoredRelease stored, ReleaseHandle handle)
    {
        var info = ReleaseInfo.Of(stored.Record);
        var good = stored.Record.Status is ReleaseStatus.Deployed or ReleaseStatus.Superseded;
        return new ReleaseProgress(info)
        {
            Failure = good ? handle.Failure : new Diagnostic("OPTA5530", Severity.Error, $"Revision {info.Revision} of release '{info.Namespace}/{info.Name}' is {ReleaseStatusText.Write(info.Status)}: {info.Description}")
            {
                Resource = $"{info.Namespace}/{info.Name}",
                Remedy = "Run the command again; it continues from the revision in force.",
            },
        };
    }

    private async Task<ReleaseProgress?> WaitAsync(ReleaseHandle handle, LeasedRelease leased, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        var record = leased.Stored.Record;
        var map = await ResourceMap.ReadAsync(cluster.Client, handle.Namespace, cancellationToken);
        var targets = map.PlaceStored(ManifestReader.Read(record.Manifest));
        var states = new ObjectState[targets.Count];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, targets.Count),
            new ParallelOptions { MaxDegreeOfParallelism = SideBySide, CancellationToken = cancellationToken },
            async (i, cancellation) => states[i] = await cluster.Observer.ObserveAsync(targets[i].Key, handle.WaitForJobs, cancellation));

        var unready = targets.Zip(states).Where(pair => !pair.Second.IsReady).ToList();
        if (unready.Count == 0)
            return null;

        var words = unready.Select(pair => $"{pair.First}: {pair.Second.Reason}").ToList();
        var failed = unready.Find(pair => pair.Second.HasFailed);
        if (failed.First is not null || cluster.Now >= handle.Deadline)
        {
            var first = failed.First is null ? unready[0] : failed;
            var evidence = await cluster.Observer.CollectAsync([.. unready.Select(pair => pair.First.Key)], cancellationToken);
            throw new OptaException(NotReady(handle, first, words, evidence, timedOut: failed.First is null));
        }

        progress?.Report($"{handle.Namespace}/{handle.Name}: waiting for {string.Join("; ", words.Take(3))}{(words.Count > 3 ? $"; and {words.Count - 3} more" : "")}");
        await leased.KeepAsync(cancellationToken);
        return new ReleaseProgress(ReleaseInfo.Of(record))
        {
            Handle = handle.Write(),
            RetryAfter = ReleaseCluster.Pause(cluster.Now - handle.Started),
            WaitingFor = words,
        };
    }

    private static Diagnostic NotReady(ReleaseHandle handle, (TargetObject Target, ObjectState State) first, List<string> words, IReadOnlyList<string> evidence, bool timedOut) => new(
        "OPTA5530",
        Severity.Error,
        string.Create(CultureInfo.InvariantCulture, $"{first.Target} of release '{handle.Namespace}/{handle.Name}' did not become ready{(timedOut ? $" within {handle.TimeoutSeconds:0} s" : "")}: {first.State.Reason}"))
    {
        Resource = first.Target.ToString(),
        Cause = first.State.Reason,
        Evidence = [.. evidence, .. words.Skip(1).Select(word => $"Also not ready: {word}")],
        Remedy = "Correct what the evidence shows (image, probe, resources, configuration), then run the command again.",
        Category = timedOut ? DiagnosticCategory.OperationTimeout : DiagnosticCategory.InvalidOperation,
    };

    private async Task RunPostHooksAsync(ReleaseHandle handle, LeasedRelease leased, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        var @event = $"post-{handle.Operation}";
        if (handle.SkipHooks || !leased.Stored.Record.Hooks.Any(hook => hook.Events.Contains(@event)))
            return;
        var map = await ResourceMap.ReadAsync(cluster.Client, handle.Namespace, cancellationToken);
        await new HookRunner(cluster, map, handle.Timeout, progress)
            .RunAsync(leased.Stored.Record, @event, leased.Saving(cancellationToken), cancellationToken);
    }

    private async Task FinishAsync(ReleaseHandle handle, LeasedRelease leased, CancellationToken cancellationToken)
    {
        var history = await cluster.Store.HistoryAsync(handle.Namespace, handle.Name, cancellationToken);
        foreach (var old in history.Where(old => old.Record.Revision != handle.Revision && old.Record.Status == ReleaseStatus.Deployed))
        {
            var copy = old.Record.Copy();
            copy.SetStatus(ReleaseStatus.Superseded, old.Record.Description);
            await cluster.Store.UpdateAsync(old with { Record = copy }, cancellationToken);
        }

        leased.Stored.Record.SetStatus(ReleaseStatus.Deployed, handle.Operation switch
        {
            "install" => "Install complete",
            "upgrade" => "Upgrade complete",
            _ => leased.Stored.Record.Description,
        });
        await leased.EndAsync(cancellationToken);
        await new HistoryLimit(cluster).KeepAsync(history, [handle.Revision], handle.MaxHistory, cancellationToken);
    }
}
