using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using OptaPS.Diagnostics;
using OptaPS.Engine.Expressions;
using OptaPS.Engine.Providers;
using OptaPS.Engine.Resources;
using OptaPS.Helm.Releases;
using OptaPS.Helm.Releases.Comparing;
using OptaPS.Helm.Releases.Operations;
using OptaPS.Helm.Releases.Records;
using OptaPS.Helm.Releases.Storage;
using OptaPS.Helm.Releases.Waiting;
using OptaPS.Kubernetes;
using OptaPS.Kubernetes.Connections;
using OptaPS.Kubernetes.Http;
using OptaPS.Kubernetes.Provider;
using LookupRequest = OptaPS.Engine.Providers.LookupRequest;
using ReleaseOptions = OptaPS.Helm.Releases.ReleaseOptions;

namespace OptaPS.Helm.Provider;

/// <summary>
/// Helm releases as resources: provider <c>helm</c>, type <c>release</c>, identifier <c>namespace/name</c>. Objects are applied in the call, readiness is polled.
/// The cluster's records are asked every time and are the only truth; the state keeps nothing that could contradict them.
/// </summary>
public sealed class HelmResourceProvider : IResourceProvider
{
    /// <summary>The one type that this provider serves.</summary>
    public const string TypeName = "release";

    private readonly Func<JsonObject, CancellationToken, Task<IKubernetesClient>> connect;
    private readonly Func<IKubernetesClient, IReleaseObserver> observe;
    private readonly IChartLibrary charts;
    private readonly TimeProvider time;
    private readonly ConcurrentDictionary<string, JsonObject> connections = new(StringComparer.Ordinal);

    /// <summary>Makes the provider.</summary>
    /// <param name="clients">Makes the clients of the connections.</param>
    /// <param name="charts">Finds the charts.</param>
    /// <param name="time">The clock.</param>
    public HelmResourceProvider(KubernetesClientFactory clients, IChartLibrary charts, TimeProvider time)
        : this(clients.GetAsync, client => new ClusterObserver(client, time), charts, time)
    {
    }

    internal HelmResourceProvider(
        Func<JsonObject, CancellationToken, Task<IKubernetesClient>> connect, Func<IKubernetesClient, IReleaseObserver> observe, IChartLibrary charts, TimeProvider time)
    {
        this.connect = connect;
        this.observe = observe;
        this.charts = charts;
        this.time = time;
    }

    /// <inheritdoc/>
    public string Name => "helm";

    /// <inheritdoc/>
    public ResourceTraits TraitsOf(string typeName) => typeName == TypeName
        ? new ResourceTraits
        {
            CreateOnly = ["/name", "/namespace"],
            UsualCreate = TimeSpan.FromSeconds(45),
            UsualDelete = TimeSpan.FromSeconds(30),
            Deadline = TimeSpan.FromMinutes(45),
            LimiterKey = "helm",
            MaxConcurrency = 8,
        }
        : throw new OptaException(new Diagnostic("OPTA5509", Severity.Error, $"The provider helm has no type '{typeName}'.")
        {
            Allowed = TypeName,
            Category = DiagnosticCategory.InvalidArgument,
            Remedy = "Use helm:release.",
        });

    /// <inheritdoc/>
    public IReadOnlyList<Diagnostic> Validate(ResourceNode node) => ReleaseDocument.Check(node.Desired, node.Address);

    /// <inheritdoc/>
    public Task<PlannedChange> PlanAsync(PlanRequest request, CancellationToken cancellationToken) => GuardAsync(request, request.Desired, async () =>
    {
        if (IsUnknown(request.Desired))
            return new PlannedChange(request.Live is null ? PlannedAction.Create : PlannedAction.Update) { Exact = false, Reasons = ["its name, namespace or chart is known only during the apply"] };
        var document = ReleaseDocument.Read(request.Desired, request.Address);
        if (request.Live is { } live && live.Identifier != document.Identifier)
            return new PlannedChange(PlannedAction.Replace) { Reasons = [$"it moves from {live.Identifier} to {document.Identifier}"] };

        var chart = await OpenAsync(document, request.RecordedOutputs, cancellationToken);
        if (request.Connection is null)
            return await new ReleasePlanner(null!, null!, request, document, chart).PlanWithoutClusterAsync(cancellationToken);
        var client = await ClientAsync(request, cancellationToken);
        return await new ReleasePlanner(EngineOf(client), client, request, document, chart).PlanAsync(cancellationToken);
    });

    /// <inheritdoc/>
    public Task<ResourceSnapshot?> ReadAsync(ReadRequest request, CancellationToken cancellationToken) => GuardAsync(request, request.Recorded, async () =>
    {
        var (space, name) = Split(request.Identifier);
        var history = await EngineOf(await ClientAsync(request, cancellationToken)).StoredAsync(space, name, cancellationToken);
        return history.Count == 0 || history[^1].Record.Status == ReleaseStatus.Uninstalled ? null : SnapshotOf(history[^1]);
    });

    /// <inheritdoc/>
    public Task<ResourceSnapshot?> FindAsync(CreateRequest request, CancellationToken cancellationToken) => GuardAsync(request, request.Desired, async () =>
    {
        var document = ReleaseDocument.Read(request.Desired, request.Address);
        var history = await EngineOf(await ClientAsync(request, cancellationToken)).StoredAsync(document.Namespace, document.Name, cancellationToken);
        if (history.Count == 0 || history[^1].Record.Status == ReleaseStatus.Uninstalled)
            return null;
        var last = history[^1];
        return last.Annotations.GetValueOrDefault(RevisionRunner.TokenAnnotation) == request.Token || IsOwned(last, request.Owner) ? SnapshotOf(last) : null;
    });

    /// <summary>Lists the releases with the layer's mark in every cluster that this provider was connected to so far.</summary>
    public async IAsyncEnumerable<ResourceSnapshot> ListAsync(Ownership owner, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var connection in connections.Values)
        {
            var client = await connect(connection, cancellationToken);
            var newest = new Dictionary<(string, string), StoredRelease>();
            await foreach (var release in new ReleaseStore(client, time).ListAsync(null, cancellationToken))
            {
                if (IsOwned(release, owner) && (!newest.TryGetValue((release.Record.Namespace, release.Record.Name), out var known) || known.Record.Revision < release.Record.Revision))
                    newest[(release.Record.Namespace, release.Record.Name)] = release;
            }

            foreach (var release in newest.Values)
                yield return SnapshotOf(release) with { TypeName = TypeName };
        }
    }

    /// <inheritdoc/>
    public Task<OperationProgress> CreateAsync(CreateRequest request, CancellationToken cancellationToken) =>
        GuardAsync(request, request.Desired, () => EnsureAsync(request, request.Desired, request.Token, null, cancellationToken));

    /// <inheritdoc/>
    public Task<OperationProgress> UpdateAsync(UpdateRequest request, CancellationToken cancellationToken) =>
        GuardAsync(request, request.Desired, () => EnsureAsync(request, request.Desired, request.Token, request.RecordedOutputs, cancellationToken));

    /// <inheritdoc/>
    public Task<OperationProgress> DeleteAsync(DeleteRequest request, CancellationToken cancellationToken) => GuardAsync(request, request.Recorded, async () =>
    {
        var (space, name) = Split(request.Identifier);
        var recorded = request.Recorded is { } document && !IsUnknown(document) ? ReleaseDocument.Read(document, request.Address) : null;
        var removal = new UninstallRequest(space, name)
        {
            Options = (recorded?.Options ?? new ReleaseOptions()) with { Holder = HolderOf(request), Progress = request.Progress },
            DeleteHookObjects = true,
            DeleteCrds = recorded?.DeleteCrds ?? false,
            DeleteNamespace = recorded?.CreateNamespace ?? false,
        };
        return Translate(await EngineOf(await ClientAsync(request, cancellationToken)).StartAsync(removal, cancellationToken), request.Identifier, null);
    });

    /// <inheritdoc/>
    public Task<OperationProgress> PollAsync(PollRequest request, CancellationToken cancellationToken) => GuardAsync(request, request.Desired, async () =>
    {
        var engine = EngineOf(await ClientAsync(request, cancellationToken));
        var progress = await engine.PollAsync(request.Handle, request.Progress, cancellationToken);
        if (request.Desired is null)
            return Translate(progress, request.Identifier ?? "", null);
        var document = ReleaseDocument.Read(request.Desired, request.Address);
        return Translate(progress, document.Identifier, progress is { Handle: null, Failure: null } ? await LastAsync(engine, document, cancellationToken) : null);
    });

    /// <inheritdoc/>
    public Task<JsonObject> LookupAsync(LookupRequest request, CancellationToken cancellationToken) => throw new OptaException(
        new Diagnostic("OPTA5509", Severity.Error, $"The provider helm answers no lookup '{request.TypeName}'.") { Resource = request.Address, Category = DiagnosticCategory.InvalidArgument, Remedy = "Remove the lookup." });

    private async Task<OperationProgress> EnsureAsync(ProviderRequest request, JsonObject desired, string token, JsonObject? outputs, CancellationToken cancellationToken)
    {
        var document = ReleaseDocument.Read(desired, request.Address);
        var engine = EngineOf(await ClientAsync(request, cancellationToken));
        if (await LastAsync(engine, document, cancellationToken) is { Record.Status: ReleaseStatus.Deployed } done && done.Annotations.GetValueOrDefault(RevisionRunner.TokenAnnotation) == token)
            return OperationProgress.Done(document.Identifier, SnapshotOf(done).Properties);

        var chart = await OpenAsync(document, outputs, cancellationToken);
        var order = new ReleaseRequest(document.Namespace, document.Name, chart.WithValues(document.Values))
        {
            Options = document.Options with { Holder = HolderOf(request), Progress = request.Progress },
            CreateNamespace = document.CreateNamespace,
            SkipCrds = document.SkipCrds,
            TakeOwnership = document.TakeOwnership,
            Token = token,
            ChartDigest = chart.Digest,
            Labels = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                [OwnershipMark.Organization] = OwnershipMark.LabelValue(request.Owner.Organization),
                [OwnershipMark.Environment] = OwnershipMark.LabelValue(request.Owner.Environment),
                [OwnershipMark.Layer] = OwnershipMark.LabelValue(request.Owner.Layer),
            },
        };
        var progress = await engine.StartAsync(order, cancellationToken);
        return Translate(progress, document.Identifier, progress is { Handle: null, Failure: null } ? await LastAsync(engine, document, cancellationToken) : null);
    }

    private static OperationProgress Translate(ReleaseProgress progress, string identifier, StoredRelease? last)
    {
        if (progress.Failure is { } failure)
            return OperationProgress.Failed(new ProviderFailure(failure, RetryAdvice.No), progress.Release is null ? null : identifier);
        if (progress.Handle is { } handle)
            return OperationProgress.Pending(handle, identifier, progress.RetryAfter);
        return last is null ? OperationProgress.Gone : OperationProgress.Done(identifier, SnapshotOf(last).Properties);
    }

    private static async Task<StoredRelease?> LastAsync(ReleaseEngine engine, ReleaseDocument document, CancellationToken cancellationToken) =>
        (await engine.StoredAsync(document.Namespace, document.Name, cancellationToken)).LastOrDefault();

    private static ResourceSnapshot SnapshotOf(StoredRelease release)
    {
        var record = release.Record;
        var properties = new JsonObject
        {
            ["name"] = record.Name,
            ["namespace"] = record.Namespace,
            ["revision"] = record.Revision,
            ["status"] = ReleaseStatusText.Write(record.Status),
            ["chart"] = new JsonObject { ["name"] = record.ChartName, ["version"] = record.ChartVersion },
            ["appVersion"] = record.AppVersion,
        };
        if (release.Annotations.GetValueOrDefault(RevisionRunner.DigestAnnotation) is { } digest)
            properties["chart"]!["digest"] = digest;
        return new ResourceSnapshot($"{record.Namespace}/{record.Name}", properties);
    }

    // What the last apply recorded is the lock: the same version must be the same archive, and a range stays at the version that it was resolved to.
    private Task<ReleaseChart> OpenAsync(ReleaseDocument document, JsonObject? outputs, CancellationToken cancellationToken)
    {
        if (document.Chart.Reference is { Version: { } version } reference && outputs?["chart"] is JsonObject chart && chart["name"]?.GetValue<string>() == reference.Name
            && chart["version"]?.GetValue<string>() is { } recorded && (recorded == version || SemverConstraint.IsCompatible(version, recorded)))
            return charts.OpenAsync(document.Chart with { Reference = reference with { Version = recorded } }, chart["digest"]?.GetValue<string>(), cancellationToken);
        return charts.OpenAsync(document.Chart, null, cancellationToken);
    }

    private static bool IsOwned(StoredRelease release, Ownership owner) =>
        release.Record.Labels.GetValueOrDefault(OwnershipMark.Layer) == OwnershipMark.LabelValue(owner.Layer)
        && release.Record.Labels.GetValueOrDefault(OwnershipMark.Environment) == OwnershipMark.LabelValue(owner.Environment)
        && release.Record.Labels.GetValueOrDefault(OwnershipMark.Organization) == OwnershipMark.LabelValue(owner.Organization);

    private static bool IsUnknown(JsonObject document) => ExpressionReader.References(document["name"]).Any()
        || ExpressionReader.References(document["namespace"]).Any() || ExpressionReader.References(document["chart"]).Any();

    private static (string Namespace, string Name) Split(string identifier) =>
        identifier.IndexOf('/', StringComparison.Ordinal) is var slash and > 0 ? (identifier[..slash], identifier[(slash + 1)..]) : ("default", identifier);

    // One layer is changed by one run at a time (the engine's lock), so a pending revision of the same layer and address is that run's own interrupted work.
    private static string HolderOf(ProviderRequest request) => $"opta:{request.Owner.Organization}/{request.Owner.Layer}/{request.Address}";

    private ReleaseEngine EngineOf(IKubernetesClient client) => new(client, observe(client), time);

    private async Task<IKubernetesClient> ClientAsync(ProviderRequest request, CancellationToken cancellationToken)
    {
        var connection = request.Connection ?? throw new OptaException(new Diagnostic("OPTA4027", Severity.Error, $"{request.Address} has no cluster connection.") { Resource = request.Address });
        connections.TryAdd(connection.ToJsonString(), connection);
        return await connect(connection, cancellationToken);
    }

    private static async Task<T> GuardAsync<T>(ProviderRequest request, JsonObject? document, Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (KubernetesException e)
        {
            var failure = e.ToProviderException(request.Address, request is PlanRequest or ReadRequest).Failure;
            throw new ProviderException(failure with { Diagnostic = Masked(failure.Diagnostic, request, document) }, e);
        }
        catch (OptaException e)
        {
            var first = e.Diagnostics[0];
            var diagnostic = first with
            {
                Resource = first.Resource is null ? request.Address : $"{request.Address}: {first.Resource}",
                Evidence = [.. first.Evidence, .. e.Diagnostics.Skip(1).Select(other => other.ToString())],
            };
            throw new ProviderException(new ProviderFailure(Masked(diagnostic, request, document), RetryAdvice.No), e);
        }
    }

    private static Diagnostic Masked(Diagnostic diagnostic, ProviderRequest request, JsonObject? document)
    {
        if (document is null || request.SensitivePaths.Count == 0)
            return diagnostic;
        return Redaction.Of(document, request.SensitivePaths).Mask(diagnostic);
    }
}
