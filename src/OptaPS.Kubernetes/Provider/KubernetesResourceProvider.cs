using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using OptaPS.Diagnostics;
using OptaPS.Engine.Providers;
using OptaPS.Engine.Resources;
using OptaPS.Kubernetes.Apply;
using OptaPS.Kubernetes.Http;
using OptaPS.Kubernetes.Objects;

namespace OptaPS.Kubernetes.Provider;

/// <summary>
/// Bare Kubernetes objects as resources. The type name is <c>apiVersion/Kind</c> (<c>apps/v1/Deployment</c>); the document is the object, with or
/// without apiVersion and kind. Objects are applied server-side as manager <c>optaps</c> and waited for unless they carry the annotation
/// <c>optaps.dev/wait: "false"</c>.
/// </summary>
/// <param name="clients">Makes the clients of the connections.</param>
/// <param name="time">The clock.</param>
/// <param name="times">How patiently to wait; null for the defaults.</param>
public sealed class KubernetesResourceProvider(KubernetesClientFactory clients, TimeProvider time, ProviderTimes? times = null) : IListingProvider
{
    private readonly ObjectWaiter waiter = new(time, times ?? new ProviderTimes());

    /// <inheritdoc/>
    public string Name => "kubernetes";

    /// <inheritdoc/>
    public ResourceTraits TraitsOf(string typeName) => KindTraits.Of(ObjectValidator.KindOf(typeName));

    /// <inheritdoc/>
    public IReadOnlyList<Diagnostic> Validate(ResourceNode node) => ObjectValidator.Validate(node);

    /// <inheritdoc/>
    public async Task<PlannedChange> PlanAsync(PlanRequest request, CancellationToken cancellationToken)
    {
        if (request.Connection is null)
            return new(PlannedAction.Create) { Exact = false, Reasons = ["its cluster is made in the same run"] };
        return await GuardAsync(request, async () => await ObjectPlanner.PlanAsync(await ClientAsync(request, cancellationToken), request, TraitsOf(request.TypeName), cancellationToken));
    }

    /// <inheritdoc/>
    public Task<ResourceSnapshot?> ReadAsync(ReadRequest request, CancellationToken cancellationToken) => GuardAsync(request, async () =>
    {
        var identifier = ObjectIdentifier.Parse(request.Identifier);
        var live = await (await ClientAsync(request, cancellationToken)).GetAsync(identifier.KeyOf(KindOf(request)), cancellationToken);
        return live is not null && IsOurs(live, identifier, request) ? Snapshot(live) : null;
    });

    /// <summary>Reads objects of one kind by one list of what carries the layer's mark; what it does not show is left out, since marks can be removed by hand.</summary>
    public Task<IReadOnlyDictionary<string, ResourceSnapshot?>> ReadManyAsync(IReadOnlyList<ReadRequest> requests, CancellationToken cancellationToken) => GuardAsync(requests[0], async () =>
    {
        var client = await ClientAsync(requests[0], cancellationToken);
        var found = new Dictionary<string, ResourceSnapshot?>(StringComparer.Ordinal);
        var byName = requests.ToLookup(request => ObjectIdentifier.Parse(request.Identifier) is var identifier ? (identifier.Namespace, identifier.Name) : default);
        try
        {
            await foreach (var live in client.ListAsync(new ListQuery(KindOf(requests[0])) { LabelSelector = OwnershipMark.SelectorOf(requests[0].Owner) }, cancellationToken))
            {
                foreach (var request in byName[(live.GetNamespace(), live.GetName())].Where(request => IsOurs(live, ObjectIdentifier.Parse(request.Identifier), request)))
                    found[request.Address] = Snapshot(live);
            }
        }
        catch (KubernetesException exception) when (exception.Failure is KubernetesFailure.Forbidden or KubernetesFailure.NotFound or KubernetesFailure.UnknownKind)
        {
            found.Clear();
        }

        return (IReadOnlyDictionary<string, ResourceSnapshot?>)found;
    });

    /// <inheritdoc/>
    public Task<ResourceSnapshot?> FindAsync(CreateRequest request, CancellationToken cancellationToken) => GuardAsync(request, async () =>
    {
        var document = DesiredObject.Build(request.TypeName, request.Desired, request.Owner, request.Address);
        var live = await (await ClientAsync(request, cancellationToken)).GetAsync(ObjectKey.Of(document), cancellationToken);
        return live is not null && OwnershipMark.IsOwned(live, request.Owner, request.Address) ? Snapshot(live) : null;
    });

    /// <summary>Lists what carries the layer's mark in every cluster that this provider was connected to so far.</summary>
    public async IAsyncEnumerable<ResourceSnapshot> ListAsync(Ownership owner, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var client in await clients.OpenClientsAsync())
            await foreach (var live in OwnedObjects.ListAsync(client, OwnershipMark.SelectorOf(owner), cancellationToken))
                yield return Snapshot(live);
    }

    /// <inheritdoc/>
    public Task<OperationProgress> CreateAsync(CreateRequest request, CancellationToken cancellationToken) => GuardAsync(request, async () =>
    {
        var client = await ClientAsync(request, cancellationToken);
        var document = DesiredObject.Build(request.TypeName, request.Desired, request.Owner, request.Address);
        var existing = await client.GetAsync(ObjectKey.Of(document), cancellationToken);
        if (existing is not null && !OwnershipMark.IsOwned(existing, request.Owner, request.Address))
            return OperationProgress.Failed(ApplyRunner.Foreign(existing, request.Address));
        if (existing is not null)
            await ManagedFieldsMigration.MigrateAsync(client, existing, OwnershipMark.Manager, ManagedFieldsMigration.Kubectl, cancellationToken);
        var live = await ApplyRunner.ApplyAsync(client, document, null, dryRun: false, ServerWarning.To(request, document), cancellationToken);
        return waiter.Start(client, live, request);
    });

    /// <inheritdoc/>
    public Task<OperationProgress> UpdateAsync(UpdateRequest request, CancellationToken cancellationToken) => GuardAsync(request, async () =>
    {
        var client = await ClientAsync(request, cancellationToken);
        var document = DesiredObject.Build(request.TypeName, request.Desired, request.Owner, request.Address);
        var live = await ApplyRunner.ApplyAsync(client, document, request.Recorded, dryRun: false, ServerWarning.To(request, document), cancellationToken);
        return waiter.Start(client, live, request);
    });

    /// <inheritdoc/>
    public Task<OperationProgress> DeleteAsync(DeleteRequest request, CancellationToken cancellationToken) => GuardAsync(request, async () =>
    {
        var client = await ClientAsync(request, cancellationToken);
        return await waiter.DeleteAsync(client, KindOf(request), ObjectIdentifier.Parse(request.Identifier), request, cancellationToken);
    });

    /// <inheritdoc/>
    public Task<OperationProgress> PollAsync(PollRequest request, CancellationToken cancellationToken) => GuardAsync(request, async () =>
        await waiter.PollAsync(await ClientAsync(request, cancellationToken), KindOf(request), WaitHandle.Parse(request.Handle), request, cancellationToken));

    /// <summary>Answers <c>server-version</c> (<c>{connection}</c>) and <c>object</c> (<c>{connection, apiVersion, kind, namespace, name}</c>).</summary>
    public Task<JsonObject> LookupAsync(LookupRequest request, CancellationToken cancellationToken) =>
        GuardAsync(request, () => ObjectLookup.AnswerAsync(clients, request, cancellationToken));

    // Another object under the same name is ours only when it carries our mark (restored from a backup).
    private static bool IsOurs(JsonObject live, ObjectIdentifier identifier, ReadRequest request) =>
        identifier.Uid is null || live.GetUid() == identifier.Uid || OwnershipMark.IsOwned(live, request.Owner, request.Address);

    private static GroupVersionKind KindOf(ProviderRequest request) => ObjectValidator.KindOf(request.TypeName);

    private static ResourceSnapshot Snapshot(JsonObject live) => new(ObjectIdentifier.Of(live).ToString(), live)
    {
        OwnerAddress = live.GetAnnotation(OwnershipMark.Address),
        TypeName = live.GetKind().ToString(),
    };

    private async Task<IKubernetesClient> ClientAsync(ProviderRequest request, CancellationToken cancellationToken) =>
        await clients.GetAsync(request.Connection ?? throw new OptaException(new Diagnostic("OPTA4027", Severity.Error, $"{request.Address} has no cluster connection.") { Resource = request.Address }), cancellationToken);

    private static async Task<T> GuardAsync<T>(ProviderRequest request, Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (KubernetesException exception)
        {
            throw new ProviderException(ApplyRunner.Translate(exception, request.Address, writing: request is CreateRequest or UpdateRequest), exception);
        }
        catch (OptaException exception)
        {
            throw new ProviderException(new ProviderFailure(exception.Diagnostics[0] with { Resource = exception.Diagnostics[0].Resource ?? request.Address }, RetryAdvice.No), exception);
        }
    }
}
