using OptaPS.Diagnostics;
using OptaPS.Engine.Providers;
using OptaPS.Engine.Timing;
using OptaPS.Helm.Releases.Applying;
using OptaPS.Helm.Releases.Comparing;
using OptaPS.Helm.Releases.Crds;
using OptaPS.Helm.Releases.Hooks;
using OptaPS.Helm.Releases.Manifests;
using OptaPS.Helm.Releases.Operations;
using OptaPS.Helm.Releases.Records;
using OptaPS.Helm.Releases.Storage;
using OptaPS.Helm.Releases.Waiting;
using OptaPS.Kubernetes;

namespace OptaPS.Helm.Releases;

/// <summary>
/// Operations on the Helm releases of one cluster. Every operation may be cancelled or its process killed at any point: the same call repeated,
/// by the same holder, finds in the cluster how far things are and finishes. Failures are <see cref="OptaException"/>; what the cluster refuses or
/// cannot do for the moment is <see cref="OptaPS.Kubernetes.Http.KubernetesException"/>.
/// </summary>
public sealed class ReleaseEngine
{
    private readonly ReleaseCluster cluster;

    /// <summary>Makes an engine for one cluster and one piece of work: its moments are dated from the clock as it is now.</summary>
    public ReleaseEngine(IKubernetesClient client, IReleaseObserver observer, TimeProvider time) =>
        cluster = new ReleaseCluster(client, new ReleaseStore(client, time), observer, new SteadyTime(time));

    /// <summary>The newest revision of every release, by namespace and name; releases that were uninstalled with their history kept are listed too.</summary>
    /// <param name="namespace">One namespace, or null for all.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<IReadOnlyList<ReleaseInfo>> ListAsync(string? @namespace, CancellationToken cancellationToken)
    {
        var newest = new Dictionary<(string, string), ReleaseInfo>();
        await foreach (var release in cluster.Store.ListAsync(@namespace, cancellationToken))
        {
            var info = ReleaseInfo.Of(release.Record);
            if (!newest.TryGetValue((info.Namespace, info.Name), out var known) || known.Revision < info.Revision)
                newest[(info.Namespace, info.Name)] = info;
        }

        return [.. newest.Values.OrderBy(info => info.Namespace, StringComparer.Ordinal).ThenBy(info => info.Name, StringComparer.Ordinal)];
    }

    /// <summary>A release's record: the newest revision, or the given one; null when there is none.</summary>
    public async Task<ReleaseRecord?> GetAsync(string @namespace, string name, CancellationToken cancellationToken, int revision = 0)
    {
        if (revision > 0)
            return (await cluster.Store.GetAsync(@namespace, name, revision, cancellationToken))?.Record;
        var history = await cluster.Store.HistoryAsync(@namespace, name, cancellationToken);
        return history.Count == 0 ? null : history[^1].Record;
    }

    /// <summary>All recorded revisions, oldest first.</summary>
    /// <exception cref="OptaException">OPTA5514: there is no such release.</exception>
    public async Task<IReadOnlyList<ReleaseHistoryEntry>> HistoryAsync(string @namespace, string name, CancellationToken cancellationToken)
    {
        var history = await cluster.Store.HistoryAsync(@namespace, name, cancellationToken);
        return history.Count == 0
            ? throw ReleasePreparation.Missing(@namespace, name)
            : [.. history.Select(release => release.Record).Select(record => new ReleaseHistoryEntry(
                record.Revision, record.LastDeployed, record.Status, $"{record.ChartName}-{record.ChartVersion}", record.AppVersion, record.Description))];
    }

    /// <summary>Installs or upgrades up to the point where only waiting is left; the handle continues with <see cref="PollAsync"/>.</summary>
    public async Task<ReleaseProgress> StartAsync(ReleaseRequest request, CancellationToken cancellationToken) =>
        await new RevisionRunner(cluster).RunAsync(await new ReleasePreparation(cluster).PrepareAsync(request, cancellationToken), cancellationToken);

    /// <summary>Starts going back to an earlier revision.</summary>
    public async Task<ReleaseProgress> StartAsync(RollbackRequest request, CancellationToken cancellationToken) =>
        await new RevisionRunner(cluster).RunAsync(await new ReleasePreparation(cluster).PrepareAsync(request, cancellationToken), cancellationToken);

    /// <summary>Starts removing a release; one that is not there is gone already.</summary>
    public Task<ReleaseProgress> StartAsync(UninstallRequest request, CancellationToken cancellationToken) =>
        new ReleaseRemoval(cluster).StartAsync(request, null, cancellationToken);

    /// <summary>Looks how far a started operation is, and does its next step when nothing is left to wait for.</summary>
    public Task<ReleaseProgress> PollAsync(string handle, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        var read = ReleaseHandle.Read(handle);
        return read.Operation == "uninstall"
            ? new ReleaseRemoval(cluster).PollAsync(read, progress, cancellationToken)
            : new RevisionPoll(cluster).PollAsync(read, progress, cancellationToken);
    }

    /// <summary>Installs or upgrades, to the end.</summary>
    /// <exception cref="OptaException">It failed; evidence is attached.</exception>
    public async Task<ReleaseInfo> ApplyAsync(ReleaseRequest request, CancellationToken cancellationToken) =>
        (await ToEndAsync(await StartAsync(request, cancellationToken), request.Options, cancellationToken)).Release!;

    /// <summary>Goes back to an earlier revision, to the end.</summary>
    /// <exception cref="OptaException">It failed, or OPTA5514/OPTA5515: release or revision do not exist.</exception>
    public async Task<ReleaseInfo> RollbackAsync(RollbackRequest request, CancellationToken cancellationToken) =>
        (await ToEndAsync(await StartAsync(request, cancellationToken), request.Options, cancellationToken)).Release!;

    /// <summary>Removes a release and waits until its objects are gone.</summary>
    /// <exception cref="OptaException">OPTA5533: objects stay; evidence is attached.</exception>
    public async Task UninstallAsync(UninstallRequest request, CancellationToken cancellationToken) =>
        await ToEndAsync(await StartAsync(request, cancellationToken), request.Options, cancellationToken);

    /// <summary>Runs the test hooks of the newest revision one after the other, and notes their outcomes in the record.</summary>
    /// <exception cref="OptaException">OPTA5514: there is no such release.</exception>
    public Task<IReadOnlyList<ReleaseTestResult>> TestAsync(string @namespace, string name, ReleaseOptions options, CancellationToken cancellationToken) =>
        new ReleaseTests(cluster).RunAsync(@namespace, name, options, cancellationToken);

    /// <summary>What <see cref="ApplyAsync"/> would do now, per object; changes nothing.</summary>
    /// <param name="request">The request.</param>
    /// <param name="sensitiveValues">Values that must not be shown.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<ReleaseDiff> DiffAsync(ReleaseRequest request, IEnumerable<string> sensitiveValues, CancellationToken cancellationToken)
    {
        var history = await cluster.Store.HistoryAsync(request.Namespace, request.Name, cancellationToken);
        var ground = new ReleaseBase(history);
        var context = new ReleaseContext(request.Namespace, request.Name, ground.NextRevision, ground.InForce is not null, cluster.Client);
        return await DiffAsync(request, ground, await request.Source.RenderAsync(context, cancellationToken), new Redaction(sensitiveValues), cancellationToken);
    }

    /// <summary>How two recorded revisions differ, per object.</summary>
    /// <exception cref="OptaException">OPTA5514: one of them does not exist.</exception>
    public async Task<ReleaseDiff> CompareRevisionsAsync(string @namespace, string name, int from, int to, CancellationToken cancellationToken)
    {
        var before = await GetAsync(@namespace, name, cancellationToken, from) ?? throw ReleasePreparation.Missing(@namespace, $"{name} (revision {from})");
        var after = await GetAsync(@namespace, name, cancellationToken, to) ?? throw ReleasePreparation.Missing(@namespace, $"{name} (revision {to})");
        return RevisionComparison.Compare(before, after);
    }

    /// <summary>All revisions with what their Secrets say.</summary>
    internal Task<IReadOnlyList<StoredRelease>> StoredAsync(string @namespace, string name, CancellationToken cancellationToken) =>
        cluster.Store.HistoryAsync(@namespace, name, cancellationToken);

    /// <summary>What applying a rendered content would do.</summary>
    internal async Task<ReleaseDiff> DiffAsync(ReleaseRequest request, ReleaseBase ground, ReleaseContent content, Redaction redaction, CancellationToken cancellationToken)
    {
        var definitions = request.SkipCrds ? [] : CrdStage.Read(content.Crds);
        var stage = new CrdStage(cluster, request.Options.Timeout, null);
        var different = await stage.CompareAsync(definitions, cancellationToken);
        CrdStage.Check(different);
        var children = different.Select(pair => new ChildChange(
            $"{pair.Wanted["kind"]} {pair.Wanted["metadata"]?["name"]}", pair.Live is null ? PlannedAction.Create : PlannedAction.Update, [])).ToList();

        var map = await ResourceMap.ReadAsync(cluster.Client, request.Namespace, cancellationToken);
        var manifest = ManifestReader.Read(content.Manifest);
        var brought = CrdStage.KindsOf(definitions.Concat(manifest.Select(found => found.Document)));
        var targets = map.PlaceNew(manifest, brought);
        var stamp = new OwnershipStamp(request.Name, request.Namespace);
        var originals = ground.Originals(map);
        var attempted = ground.Attempted(map);
        if (!request.TakeOwnership)
            await new AdoptionCheck(cluster.Client, stamp).CheckAsync(targets.Where(target => !originals.ContainsKey(target.Id) || attempted.Contains(target.Id)), cancellationToken);
        var applier = new ObjectApplier(cluster.Client, stamp, ground.Method ?? request.NewReleaseMethod, request.Options.ForceConflicts)
        {
            Attempted = attempted,
            Scaled = Autoscalers.Scaled(targets),
            NoLongerScaled = Autoscalers.GivenUp(originals.Values, targets),
        };
        var hidden = redaction.With(SecretValues.Of(targets.Concat(originals.Values).Select(target => target.Document)));
        var diff = await new ReleaseComparer(cluster, applier, hidden).CompareAsync(targets, originals, map, cancellationToken);
        return diff with { Objects = [.. children, .. diff.Objects] };
    }

    private async Task<ReleaseProgress> ToEndAsync(ReleaseProgress progress, ReleaseOptions options, CancellationToken cancellationToken)
    {
        while (progress.Handle is { } handle)
        {
            await cluster.DelayAsync(progress.RetryAfter, cancellationToken);
            progress = await PollAsync(handle, options.Progress, cancellationToken);
        }

        return progress.Failure is { } failure ? throw new OptaException(failure) : progress;
    }
}
