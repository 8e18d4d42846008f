using OptaPS.Diagnostics;
using OptaPS.Helm.Releases.Applying;
using OptaPS.Helm.Releases.Crds;
using OptaPS.Helm.Releases.Manifests;
using OptaPS.Helm.Releases.Records;
using OptaPS.Helm.Releases.Storage;

namespace OptaPS.Helm.Releases.Operations;

/// <summary>Everything that can fail before the revision is recorded: recovery, rendering, definitions, placement, ownership.</summary>
internal sealed class ReleasePreparation(ReleaseCluster cluster)
{
    /// <summary>Prepares an install or upgrade.</summary>
    public async Task<PreparedRevision> PrepareAsync(ReleaseRequest request, CancellationToken cancellationToken)
    {
        ReleaseName.Check(request.Name);
        var options = request.Options;
        if (request.CreateNamespace)
            await new NamespaceCreation(cluster).EnsureAsync(request.Namespace, cancellationToken);

        var history = await cluster.Store.HistoryAsync(request.Namespace, request.Name, cancellationToken);
        var resumed = await new PendingResume(cluster).FindAsync(history, request, cancellationToken);
        if (resumed is not null)
            options.Progress?.Report($"Going on with the interrupted revision {resumed.Record.Revision} of {request.Namespace}/{request.Name}.");
        history = resumed is null ? await new PendingRecovery(cluster).RecoverAsync(history, options, cancellationToken) : [.. history.SkipLast(1)];
        var ground = new ReleaseBase(history);
        var isUpgrade = ground.InForce is not null;
        var content = await ContentAsync(request, new ReleaseContext(request.Namespace, request.Name, ground.NextRevision, isUpgrade, cluster.Client), cancellationToken);
        if (resumed is not null)
            content = content with { Manifest = resumed.Record.Manifest };

        var map = await ResourceMap.ReadAsync(cluster.Client, request.Namespace, cancellationToken);
        var targets = map.PlaceNew(ManifestReader.Read(content.Manifest), CrdStage.KindsOf(ManifestReader.Read(content.Manifest).Select(found => found.Document)));
        var originals = ground.Originals(map);
        var attempted = ground.Attempted(map);
        if (!request.TakeOwnership)
        {
            var stamp = new OwnershipStamp(request.Name, request.Namespace);
            await new AdoptionCheck(cluster.Client, stamp).CheckAsync(targets.Where(target => !originals.ContainsKey(target.Id) || attempted.Contains(target.Id)), cancellationToken);
        }

        if (resumed is not null)
            return Prepared(resumed.Record) with { Resumed = resumed };
        var labels = new Dictionary<string, string>(ground.Last?.Record.Labels ?? new Dictionary<string, string>(), StringComparer.Ordinal);
        foreach (var (name, value) in request.Labels)
            labels[name] = value;
        var record = RecordBuilder.Build(
            request.Namespace,
            request.Name,
            ground.NextRevision,
            content,
            isUpgrade ? ReleaseStatus.PendingUpgrade : ReleaseStatus.PendingInstall,
            isUpgrade ? "Preparing upgrade" : "Initial install underway",
            cluster.Now,
            (ground.InForce ?? ground.Last)?.Record,
            ground.Method ?? request.NewReleaseMethod,
            labels);
        return Prepared(record);

        PreparedRevision Prepared(ReleaseRecord revision) => new(isUpgrade ? "upgrade" : "install", revision, targets, originals, map, ground.InForce?.Record.Revision ?? 0, options)
        {
            Attempted = attempted,
            Token = request.Token,
            ChartDigest = request.ChartDigest,
        };
    }

    private async Task<ReleaseContent> ContentAsync(ReleaseRequest request, ReleaseContext context, CancellationToken cancellationToken)
    {
        var content = await request.Source.RenderAsync(context, cancellationToken);
        if (request.SkipCrds || content.Crds.Count == 0)
            return content;
        var changed = await new CrdStage(cluster, request.Options.Timeout, request.Options.Progress).ApplyAsync(CrdStage.Read(content.Crds), cancellationToken);
        return changed ? await request.Source.RenderAsync(context, cancellationToken) : content;
    }

    /// <summary>Prepares going back to an earlier revision.</summary>
    public async Task<PreparedRevision> PrepareAsync(RollbackRequest request, CancellationToken cancellationToken)
    {
        var options = request.Options;
        var history = await cluster.Store.HistoryAsync(request.Namespace, request.Name, cancellationToken);
        var resumed = new PendingResume(cluster).Find(history, request);
        history = resumed is null ? await new PendingRecovery(cluster).RecoverAsync(history, options, cancellationToken) : [.. history.SkipLast(1)];
        var ground = new ReleaseBase(history);
        if (resumed is not null)
        {
            var served = await ResourceMap.ReadAsync(cluster.Client, request.Namespace, cancellationToken);
            return new PreparedRevision(
                "rollback", resumed.Record, served.PlaceStored(ManifestReader.Read(resumed.Record.Manifest)), ground.Originals(served), served, ground.InForce?.Record.Revision ?? 0, options) { Resumed = resumed };
        }

        var last = ground.Last ?? throw Missing(request.Namespace, request.Name);
        var wanted = request.Revision == 0
            ? history.LastOrDefault(release => release.Record.Revision < last.Record.Revision)?.Record.Revision ?? 0
            : request.Revision;
        var target = history.FirstOrDefault(release => release.Record.Revision == wanted)?.Record ?? throw NoRevision(request, wanted, history);

        var content = RecordBuilder.ContentOf(target);
        var map = await ResourceMap.ReadAsync(cluster.Client, request.Namespace, cancellationToken);
        var targets = map.PlaceStored(ManifestReader.Read(content.Manifest));
        var record = RecordBuilder.Build(
            request.Namespace,
            request.Name,
            ground.NextRevision,
            content,
            ReleaseStatus.PendingRollback,
            $"Rollback to {wanted}",
            cluster.Now,
            last.Record,
            target.Method,
            target.Labels);
        return new PreparedRevision("rollback", record, targets, ground.Originals(map), map, ground.InForce?.Record.Revision ?? 0, options);
    }

    /// <summary>The error of a release that is not there.</summary>
    public static OptaException Missing(string @namespace, string name) => new(new Diagnostic("OPTA5514", Severity.Error, $"There is no release '{@namespace}/{name}'.")
    {
        Resource = $"{@namespace}/{name}",
        Remedy = "Check name and namespace (opta release list --all-namespaces).",
        Category = DiagnosticCategory.ObjectNotFound,
    });

    private static OptaException NoRevision(RollbackRequest request, int wanted, IReadOnlyList<StoredRelease> history) => new(
        new Diagnostic("OPTA5515", Severity.Error, wanted == 0
            ? $"Release '{request.Namespace}/{request.Name}' has no earlier revision."
            : $"Release '{request.Namespace}/{request.Name}' has no revision {wanted}.")
        {
            Resource = $"{request.Namespace}/{request.Name}",
            Allowed = string.Join(", ", history.Select(release => release.Record.Revision)),
            Category = DiagnosticCategory.ObjectNotFound,
            Remedy = "Choose a revision from the history.",
        });
}
