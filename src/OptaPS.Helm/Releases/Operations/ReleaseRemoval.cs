using OptaPS.Diagnostics;
using OptaPS.Helm.Releases.Applying;
using OptaPS.Helm.Releases.Crds;
using OptaPS.Helm.Releases.Hooks;
using OptaPS.Helm.Releases.Manifests;
using OptaPS.Helm.Releases.Records;
using OptaPS.Helm.Releases.Storage;
using OptaPS.Kubernetes.Objects;

namespace OptaPS.Helm.Releases.Operations;

/// <summary>Removes a release. Each step is found again in the cluster, so a repeat continues.</summary>
internal sealed class ReleaseRemoval(ReleaseCluster cluster)
{
    /// <summary>Runs pre-delete hooks and asks for the deletion of all objects; the rest is polled.</summary>
    /// <param name="request">What to remove.</param>
    /// <param name="failure">The failure that this removal cleans up after, or null.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<ReleaseProgress> StartAsync(UninstallRequest request, Diagnostic? failure, CancellationToken cancellationToken)
    {
        var options = request.Options;
        var history = await cluster.Store.HistoryAsync(request.Namespace, request.Name, cancellationToken);
        if (history.Count == 0)
            return await EndAsync(ReleaseHandle.Of("uninstall", request.Namespace, request.Name, 0, cluster.Now, options) with { DeleteNamespace = request.DeleteNamespace, Failure = failure }, cancellationToken);
        if (history[^1].Record.Status == ReleaseStatus.Uninstalled)
        {
            if (!request.KeepHistory)
                await PurgeAsync(history, cancellationToken);
            return new ReleaseProgress(null) { Failure = failure };
        }

        history = await new PendingRecovery(cluster).RecoverAsync(history, options, cancellationToken);
        var last = history[^1];
        var handle = ReleaseHandle.Of("uninstall", request.Namespace, request.Name, last.Record.Revision, cluster.Now, options) with
        {
            KeepHistory = request.KeepHistory,
            DeleteHookObjects = request.DeleteHookObjects,
            DeleteCrds = request.DeleteCrds,
            DeleteNamespace = request.DeleteNamespace,
            Failure = failure,
        };
        var map = await ResourceMap.ReadAsync(cluster.Client, request.Namespace, cancellationToken);
        if (last.Record.Status != ReleaseStatus.Uninstalling)
        {
            var copy = last.Record.Copy();
            copy.SetStatus(ReleaseStatus.Uninstalling, "Deletion in progress (or silently failed)");
            copy.SetDeleted(cluster.Now);
            copy.ForgetHookRuns("pre-delete");
            copy.ForgetHookRuns("post-delete");
            last = (await cluster.Store.UpdateAsync(last with { Record = copy }, cancellationToken)) with { Record = copy };
        }

        if (!options.SkipHooks && failure is null)
            await RunHooksAsync("pre-delete", last, map, options, cancellationToken);

        await Objects(request.Namespace, request.Name, options.Progress).DeleteAsync(All(history, map), cancellationToken);
        return await PollAsync(handle, options.Progress, cancellationToken);
    }

    /// <summary>Looks whether everything is gone, and finishes.</summary>
    public async Task<ReleaseProgress> PollAsync(ReleaseHandle handle, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        var history = await cluster.Store.HistoryAsync(handle.Namespace, handle.Name, cancellationToken);
        if (history.Count == 0)
            return await EndAsync(handle, cancellationToken);
        var last = history[^1];
        if (last.Record.Status != ReleaseStatus.Uninstalled)
        {
            var map = await ResourceMap.ReadAsync(cluster.Client, handle.Namespace, cancellationToken);
            var left = await Objects(handle.Namespace, handle.Name, progress).DeleteAsync(All(history, map), cancellationToken);
            if (left.Count > 0)
                return await StillThereAsync(handle, last, left, progress, cancellationToken);
            last = await FinishObjectsAsync(handle, last, map, progress, cancellationToken);
        }

        if (handle.KeepHistory)
            await KeepAsync(last, cancellationToken);
        else
            await PurgeAsync(history, cancellationToken);
        return await EndAsync(handle, cancellationToken);
    }

    private async Task<ReleaseProgress> EndAsync(ReleaseHandle handle, CancellationToken cancellationToken)
    {
        var ended = new ReleaseProgress(null) { Failure = handle.Failure };
        if (!handle.DeleteNamespace || !await new NamespaceRemoval(cluster).IsThereAsync(handle.Namespace, cancellationToken))
            return ended;
        return cluster.Now >= handle.Deadline
            ? ended with { Failure = await new NamespaceRemoval(cluster).StuckAsync(handle, cancellationToken) }
            : ended with { Handle = handle.Write(), RetryAfter = ReleaseCluster.Pause(cluster.Now - handle.Started), WaitingFor = [$"Namespace {handle.Namespace}"] };
    }

    private static IReadOnlyList<TargetObject> All(IReadOnlyList<StoredRelease> history, ResourceMap map)
    {
        // Status "uninstalling" hides which revision was in force: the newest revisions down to the last success hold everything that can be there.
        var all = new Dictionary<ObjectIdentity, TargetObject>();
        foreach (var release in history.Reverse())
        {
            foreach (var target in map.PlaceStored(ManifestReader.Read(release.Record.Manifest)))
                all.TryAdd(target.Id, target);
            if (release.Record.Status is ReleaseStatus.Deployed or ReleaseStatus.Superseded)
                break;
        }

        return [.. all.Values];
    }

    private ObjectSet Objects(string @namespace, string name, IProgress<string>? progress)
    {
        var stamp = new OwnershipStamp(name, @namespace);
        return new ObjectSet(cluster, new ObjectApplier(cluster.Client, stamp, ApplyMethod.ServerSide, false), stamp, progress);
    }

    private async Task<ReleaseProgress> StillThereAsync(
        ReleaseHandle handle, StoredRelease last, IReadOnlyList<TargetObject> left, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        var names = left.Select(target => target.ToString()).ToList();
        if (cluster.Now >= handle.Deadline)
        {
            var evidence = new List<string>();
            foreach (var target in left)
            {
                if (await cluster.Client.GetAsync(target.Key, cancellationToken) is { } live)
                    evidence.Add($"{target}: {Holds(live)}");
            }

            return new ReleaseProgress(ReleaseInfo.Of(last.Record))
            {
                Failure = new Diagnostic("OPTA5533", Severity.Error, $"{left.Count} objects of release '{handle.Namespace}/{handle.Name}' are still there after {handle.Timeout.TotalSeconds:0} s.")
                {
                    Resource = names[0],
                    Evidence = evidence,
                    Remedy = "A finalizer names who has to let go; see that its controller runs, then run the command again.",
                    Category = DiagnosticCategory.OperationTimeout,
                },
            };
        }

        progress?.Report($"{handle.Namespace}/{handle.Name}: waiting for the deletion of {string.Join(", ", names.Take(3))}{(names.Count > 3 ? $" and {names.Count - 3} more" : "")}");
        return new ReleaseProgress(ReleaseInfo.Of(last.Record))
        {
            Handle = handle.Write(),
            RetryAfter = ReleaseCluster.Pause(cluster.Now - handle.Started),
            WaitingFor = names,
        };
    }

    private static string Holds(System.Text.Json.Nodes.JsonObject live) =>
        live["metadata"]?["finalizers"] is System.Text.Json.Nodes.JsonArray { Count: > 0 } finalizers
            ? $"held by finalizers {string.Join(", ", finalizers.Select(finalizer => finalizer!.GetValue<string>()))}"
            : live.IsBeingDeleted() ? "being deleted" : "not marked for deletion";

    private async Task<StoredRelease> FinishObjectsAsync(ReleaseHandle handle, StoredRelease last, ResourceMap map, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        var options = handle.ToOptions(progress);
        if (!handle.SkipHooks && handle.Failure is null)
            last = await RunHooksAsync("post-delete", last, map, options, cancellationToken);
        if (handle.DeleteHookObjects)
            await new HookRunner(cluster, map, handle.Timeout, progress).DeleteLeftoversAsync(last.Record, cancellationToken);
        if (handle.DeleteCrds)
            await new CrdRemoval(cluster).RemoveAsync(last.Record, progress, cancellationToken);
        return last;
    }

    private async Task<StoredRelease> RunHooksAsync(string @event, StoredRelease release, ResourceMap map, ReleaseOptions options, CancellationToken cancellationToken)
    {
        var record = release.Record;
        var saving = HookSaving.None with { SaveAsync = async () => release = (await cluster.Store.UpdateAsync(release, cancellationToken)) with { Record = record } };
        await new HookRunner(cluster, map, options.Timeout, options.Progress).RunAsync(record, @event, saving, cancellationToken);
        return release;
    }

    private async Task KeepAsync(StoredRelease last, CancellationToken cancellationToken)
    {
        var copy = last.Record.Copy();
        copy.SetStatus(ReleaseStatus.Uninstalled, "Uninstallation complete");
        await cluster.Store.UpdateAsync(last with { Record = copy }, cancellationToken);
    }

    private async Task PurgeAsync(IReadOnlyList<StoredRelease> history, CancellationToken cancellationToken)
    {
        // The newest goes last: while it is there, a repeat knows that the release is being removed.
        foreach (var release in history)
            await cluster.Store.DeleteAsync(release.Record, cancellationToken);
    }
}
