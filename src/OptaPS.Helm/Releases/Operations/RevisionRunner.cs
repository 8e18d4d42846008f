using OptaPS.Diagnostics;
using OptaPS.Helm.Releases.Applying;
using OptaPS.Helm.Releases.Hooks;
using OptaPS.Helm.Releases.Manifests;
using OptaPS.Helm.Releases.Records;
using OptaPS.Helm.Releases.Storage;
using OptaPS.Kubernetes.Http;
using OptaPS.Kubernetes.Objects;

namespace OptaPS.Helm.Releases.Operations;

/// <summary>Records a prepared revision, runs its pre-hooks and applies its objects; waiting and finishing are left to <see cref="RevisionPoll"/>.</summary>
internal sealed class RevisionRunner(ReleaseCluster cluster)
{
    /// <summary>The annotation that keeps the caller's idempotency token.</summary>
    public const string TokenAnnotation = "optaps.dev/token";

    /// <summary>The annotation that keeps the chart's digest.</summary>
    public const string DigestAnnotation = "optaps.dev/chart-digest";

    /// <summary>Starts. The returned handle is durable; an operation without one has failed and was cleaned up as far as asked.</summary>
    public async Task<ReleaseProgress> RunAsync(PreparedRevision prepared, CancellationToken cancellationToken)
    {
        var options = prepared.Options;
        var record = prepared.Record;
        var annotations = new Dictionary<string, string>(StringComparer.Ordinal);
        if (prepared.Token is { } token)
            annotations[TokenAnnotation] = token;
        if (prepared.ChartDigest is { } digest)
            annotations[DigestAnnotation] = digest;

        var leased = await BeginAsync(prepared, annotations, cancellationToken);
        var created = options.CleanupOnFail ? await MadeBeforeAsync(prepared, cancellationToken) : [];
        var handle = ReleaseHandle.Of(prepared.Operation, record.Namespace, record.Name, record.Revision, cluster.Now, options) with { Previous = prepared.Previous };
        try
        {
            await ApplyAsync(prepared, leased, created, cancellationToken);
        }
        catch (Exception e) when (FailureOf(e, record) is { } failure)
        {
            return await new RevisionFailure(cluster).FailAsync(leased, handle with { Created = Names(created) }, failure, cancellationToken);
        }

        handle = handle with
        {
            Started = cluster.Now,
            Deadline = cluster.Now + options.Timeout,
            Created = options.CleanupOnFail ? Names(created) : [],
        };
        return await new RevisionPoll(cluster).PollAsync(handle, options.Progress, cancellationToken);
    }

    /// <summary>The finding of a failure that ends the revision; null for one after which a repeat may succeed, which leaves the revision pending and leased.</summary>
    internal static Diagnostic? FailureOf(Exception exception, ReleaseRecord record) => exception switch
    {
        OptaException { Diagnostics: [{ Code: "OPTA5513" }] } => null,
        OptaException known => known.Diagnostics[0],
        KubernetesException { Failure: KubernetesFailure.Invalid or KubernetesFailure.UnknownKind or KubernetesFailure.AlreadyExists or KubernetesFailure.Conflict or KubernetesFailure.Forbidden or KubernetesFailure.NotFound } refused =>
            refused.ToDiagnostic($"{record.Namespace}/{record.Name}, {refused.Object}"),
        _ => null,
    };

    private static string[] Names(IEnumerable<ObjectKey> keys) => [.. keys.Select(key => $"{key.Kind} {key.Namespace} {key.Name}")];

    private async Task ApplyAsync(PreparedRevision prepared, LeasedRelease leased, List<ObjectKey> created, CancellationToken cancellationToken)
    {
        var options = prepared.Options;
        if (!options.SkipHooks && prepared.Record.Hooks.Any(hook => hook.Events.Contains($"pre-{prepared.Operation}")))
        {
            var hooks = new HookRunner(cluster, prepared.Map, options.Timeout, options.Progress);
            await hooks.RunAsync(leased.Stored.Record, $"pre-{prepared.Operation}", leased.Saving(cancellationToken), cancellationToken);
        }

        var stamp = new OwnershipStamp(prepared.Record.Name, prepared.Record.Namespace);
        var applier = new ObjectApplier(cluster.Client, stamp, prepared.Record.Method, options.ForceConflicts)
        {
            AsksFirst = prepared.Resumed is not null,
            Attempted = prepared.Attempted,
            Scaled = Autoscalers.Scaled(prepared.Targets),
            NoLongerScaled = Autoscalers.GivenUp(prepared.Originals.Values, prepared.Targets),
        };
        var objects = new ObjectSet(cluster, applier, stamp, options.Progress);
        await objects.ApplyAsync(prepared.Targets, prepared.Originals, created, () => leased.KeepAsync(cancellationToken), cancellationToken);

        var wanted = prepared.Targets.Select(target => target.Id).ToHashSet();
        await objects.DeleteAsync(prepared.Originals.Values.Where(original => !wanted.Contains(original.Id)), cancellationToken);
    }

    private async Task<LeasedRelease> BeginAsync(PreparedRevision prepared, Dictionary<string, string> annotations, CancellationToken cancellationToken)
    {
        var holder = prepared.Options.Holder;
        if (prepared.Resumed is { } interrupted)
        {
            var taken = new LeasedRelease(cluster, interrupted, holder);
            await taken.TakeOverAsync(annotations, cancellationToken);
            return taken;
        }

        annotations[ReleaseLease.Annotation] = LeasedRelease.NewLease(cluster, holder).Write();
        return new LeasedRelease(cluster, await CreateAsync(prepared.Record, annotations, cancellationToken), holder);
    }

    // Objects that are new to the release and younger than its interrupted revision were made by that; both times are the server's.
    private async Task<List<ObjectKey>> MadeBeforeAsync(PreparedRevision prepared, CancellationToken cancellationToken)
    {
        var made = new List<ObjectKey>();
        if (prepared.Resumed?.Created is not { } since)
            return made;
        foreach (var target in prepared.Targets.Where(target => !prepared.Originals.ContainsKey(target.Id)))
        {
            if (await cluster.Client.GetAsync(target.Key, cancellationToken) is { } live && RecordTime.Read(live.TextAt("metadata", "creationTimestamp")) >= since)
                made.Add(target.Key);
        }

        return made;
    }

    private async Task<StoredRelease> CreateAsync(ReleaseRecord record, Dictionary<string, string> annotations, CancellationToken cancellationToken)
    {
        try
        {
            return await cluster.Store.CreateAsync(record, annotations, cancellationToken);
        }
        catch (KubernetesException e) when (e.Failure == KubernetesFailure.AlreadyExists)
        {
            throw new OptaException(
                new Diagnostic("OPTA5511", Severity.Error, $"Another operation began revision {record.Revision} of release '{record.Namespace}/{record.Name}' at the same moment.")
                {
                    Resource = $"{record.Namespace}/{record.Name}",
                    Remedy = "Wait for it to end, then run the command again.",
                    Category = DiagnosticCategory.ResourceBusy,
                },
                e);
        }
    }
}
