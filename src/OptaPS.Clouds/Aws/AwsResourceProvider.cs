using System.Text.Json.Nodes;
using OptaPS.Clouds.Aws.Documents;
using OptaPS.Clouds.Aws.Lookups;
using OptaPS.Clouds.Aws.Preflight;
using OptaPS.Clouds.Aws.Records;
using OptaPS.Clouds.Aws.Recovery;
using OptaPS.Clouds.Aws.Resources;
using OptaPS.Clouds.Aws.Services;
using OptaPS.Clouds.Aws.Types;
using OptaPS.Diagnostics;
using OptaPS.Engine.Planning;
using OptaPS.Engine.Preflight;
using OptaPS.Engine.Providers;
using OptaPS.Engine.Resources;
using OptaPS.Targets;

namespace OptaPS.Clouds.Aws;

/// <summary>
/// The provider <c>aws</c>: types by their CloudFormation name through Cloud Control, for one account and region at one target. What
/// differs from type to type is data (Aws/Types/*.json); a type that is not there is refused by name. Record sets, which Cloud Control does
/// not serve, go to Route 53's own API.
/// </summary>
public sealed class AwsResourceProvider : IPreflightProvider, IListingProvider, ILockingProvider, IDisposable
{
    private readonly AwsAccount account;
    private readonly AwsClients clients;
    private readonly AwsTypeTable types = AwsTypeTable.Load();
    private readonly Lazy<ResourceReader> reader;
    private readonly Lazy<ResourceLister> lister;
    private readonly Lazy<ResourceFinder> finder;
    private readonly Lazy<ResourceOperations> operations;
    private readonly RecordSetOperations records;
    private readonly ZoneResidue residue;
    private readonly ValidationWait validation;
    private readonly AwsLookups lookups;
    private readonly AwsPreflight preflight;

    /// <summary>Makes the provider; credentials are resolved at the first call.</summary>
    /// <param name="account">The account and region that the environment names.</param>
    /// <param name="endpoints">Where calls go, and with which credentials.</param>
    /// <param name="time">The clock for waits.</param>
    /// <param name="variable">The user's environment variables, for the end of a session that was exported into them; null when there are none.</param>
    public AwsResourceProvider(AwsAccount account, EndpointSet endpoints, TimeProvider time, Func<string, string?>? variable = null)
    {
        this.account = account;
        clients = new AwsClients(endpoints, account.Region);
        reader = new(() => new ResourceReader(clients.CloudControl, time));
        lister = new(() => new ResourceLister(clients.CloudControl));
        finder = new(() => new ResourceFinder(clients.CloudControl, reader.Value, types));
        operations = new(() => new ResourceOperations(clients.CloudControl, reader.Value, types, time));
        var zones = new HostedZoneClient(() => clients.Dns);
        records = new RecordSetOperations(zones, new AliasTargets(() => clients.Balancers));
        residue = new ZoneResidue(zones);
        var dns = new Dns.NameServerLookup(endpoints);
        validation = new ValidationWait(() => clients.CloudControl, dns);
        lookups = new AwsLookups(clients, account);
        preflight = new AwsPreflight(new AwsCheck(clients, account, types, time, variable ?? (_ => null), dns));
    }

    /// <inheritdoc/>
    public string Name => "aws";

    /// <inheritdoc/>
    public ResourceTraits TraitsOf(string typeName) => types[typeName].ToTraits(account.AccountId, account.Region);

    /// <inheritdoc/>
    public IReadOnlyList<Diagnostic> Validate(ResourceNode node)
    {
        try
        {
            _ = types[node.Type.Name];
            return [];
        }
        catch (OptaException exception)
        {
            return [.. exception.Diagnostics.Select(diagnostic => diagnostic with { Resource = node.Address })];
        }
    }

    /// <inheritdoc/>
    public Task<PlannedChange> PlanAsync(PlanRequest request, CancellationToken cancellationToken)
    {
        var type = types[request.TypeName];
        var desired = OwnershipTags.AddTo(request.Desired, type, request.Owner, request.Address);
        var recorded = request.Recorded is null ? null : OwnershipTags.AddTo(request.Recorded, type, request.Owner, request.Address);
        var live = request.Live is null ? null : request.Live with { Properties = LiveView.Of(request.Live.Properties, desired, recorded, type) };
        return Task.FromResult(PropertyPlanner.Plan(
            request with { Desired = Ordered(desired, type), Recorded = recorded is null ? null : Ordered(recorded, type), Live = live },
            TraitsOf(request.TypeName)));
    }

    /// <inheritdoc/>
    public Task<ResourceSnapshot?> ReadAsync(ReadRequest request, CancellationToken cancellationToken) =>
        request.TypeName == RecordSetOperations.Type
            ? records.ReadAsync(request, request.Identifier, cancellationToken)
            : reader.Value.ReadAsync(request.TypeName, request.Identifier, Subject.Of(request), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<string, ResourceSnapshot?>> ReadManyAsync(IReadOnlyList<ReadRequest> requests, CancellationToken cancellationToken) =>
        lister.Value.ReadAsync(types[requests[0].TypeName], requests, cancellationToken);

    /// <inheritdoc/>
    public Task<ResourceSnapshot?> FindAsync(CreateRequest request, CancellationToken cancellationToken) =>
        request.TypeName == RecordSetOperations.Type ? records.FindAsync(request, cancellationToken) : finder.Value.FindAsync(request, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<ResourceSnapshot> ListAsync(Ownership owner, CancellationToken cancellationToken) => finder.Value.ListAsync(owner, cancellationToken);

    /// <inheritdoc/>
    public Task<OperationProgress> CreateAsync(CreateRequest request, CancellationToken cancellationToken) =>
        request.TypeName == RecordSetOperations.Type ? records.CreateAsync(request, cancellationToken) : operations.Value.CreateAsync(request, cancellationToken);

    /// <inheritdoc/>
    public Task<OperationProgress> UpdateAsync(UpdateRequest request, CancellationToken cancellationToken) =>
        request.TypeName == RecordSetOperations.Type ? records.UpdateAsync(request, cancellationToken) : operations.Value.UpdateAsync(request, cancellationToken);

    /// <inheritdoc/>
    public async Task<OperationProgress> DeleteAsync(DeleteRequest request, CancellationToken cancellationToken)
    {
        if (request.TypeName == RecordSetOperations.Type)
            return await records.DeleteAsync(request, cancellationToken);
        if (request.TypeName == ZoneResidue.Type && await residue.ClearAsync(request, cancellationToken) is { } refused)
            return OperationProgress.Failed(refused, request.Identifier);
        return await operations.Value.DeleteAsync(request, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<OperationProgress> PollAsync(PollRequest request, CancellationToken cancellationToken)
    {
        if (request.TypeName == RecordSetOperations.Type)
            return await records.PollAsync(request, cancellationToken);
        var progress = await operations.Value.PollAsync(request, cancellationToken);
        await validation.ReportAsync(request, progress, cancellationToken);
        return progress;
    }

    /// <inheritdoc/>
    public Task<JsonObject> LookupAsync(LookupRequest request, CancellationToken cancellationToken) => lookups.AnswerAsync(request, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<PreflightFinding>> CheckAsync(PreflightRequest request, CancellationToken cancellationToken) => preflight.RunAsync(request, cancellationToken);

    /// <inheritdoc/>
    public Task<bool> SetDeletionLockAsync(ReadRequest request, bool locked, string token, CancellationToken cancellationToken) => operations.Value.SetLockAsync(request, locked, token, cancellationToken);

    /// <summary>Everything of an environment in the account and region, found by ownership marks alone. Slow: it lists every type.</summary>
    /// <param name="environment">The environment's name.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="ProviderException">A list or read failed.</exception>
    public Task<IReadOnlyList<MarkedResource>> FindMarkedAsync(string environment, CancellationToken cancellationToken) =>
        new MarkSearch(clients.CloudControl, reader.Value, types).FindAsync(environment, cancellationToken);

    /// <summary>The account that the credentials of a target belong to.</summary>
    /// <exception cref="OptaException">Nobody is signed in, or the call failed.</exception>
    public static async Task<string> CurrentAccountAsync(EndpointSet endpoints, string region, CancellationToken cancellationToken)
    {
        using var own = new AwsClients(endpoints, region);
        try
        {
            var answer = await own.SecurityToken.CallAsync("GetCallerIdentity", [], cancellationToken);
            return answer.Descendants().First(element => element.Name.LocalName == "Account").Value;
        }
        catch (Exception exception) when (AwsFailure.IsOfCall(exception, cancellationToken))
        {
            throw new OptaException(AwsFailure.From(exception, "account", own.SecurityToken.Address).Failure.Diagnostic);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => clients.Dispose();

    private static JsonObject Ordered(JsonObject document, AwsType type)
    {
        if (type.Tags != TagStyle.None && document.ContainsKey(type.TagProperty))
            document[type.TagProperty] = OwnershipTags.Write(OwnershipTags.Read(document[type.TagProperty]), type.Tags);
        return document;
    }
}
