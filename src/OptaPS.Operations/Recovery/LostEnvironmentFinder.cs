using System.Collections.Immutable;
using OptaPS.Clouds.Aws;
using OptaPS.Clouds.Aws.Recovery;
using OptaPS.Diagnostics;
using OptaPS.Engine.Resources;
using OptaPS.Engine.State;
using OptaPS.Operations.Layers;
using OptaPS.Operations.Sessions;
using OptaPS.Operations.Targets;
using OptaPS.Requests;

namespace OptaPS.Operations.Recovery;

/// <summary>Finds an environment without its state: by its file, or by its name in the region of the user's settings.</summary>
internal static class LostEnvironmentFinder
{
    private static readonly string[] RegionVariables = ["AWS_REGION", "AWS_DEFAULT_REGION"];

    /// <summary>What carries the environment's mark.</summary>
    /// <param name="request">What is to be removed.</param>
    /// <param name="target">Where to look.</param>
    /// <param name="unknown">That the environment has no state; thrown again when there is nothing to look for, or nothing is found.</param>
    /// <param name="sink">Receives details.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static async Task<LostEnvironment> FindAsync(DestroyRequest request, ResolvedTarget target, Diagnostic unknown, IOperationSink sink, CancellationToken cancellationToken)
    {
        // A name that is nearly that of an environment with state is a slip of the fingers.
        if (unknown.Nearest is not null)
            throw new OptaException(unknown);
        var (name, account) = await PlaceAsync(request, target, unknown, cancellationToken);
        sink.Detail($"There is no state of '{name}'; what carries its mark is looked for in AWS account {account.AccountId}, {account.Region}.");
        await using var session = Session.Open(target, new CloudSettings(account));
        IReadOnlyList<MarkedResource> marked;
        try
        {
            marked = await session.Aws!.FindMarkedAsync(name, cancellationToken);
        }
        catch (Engine.Providers.ProviderException exception)
        {
            throw new OptaException(exception.Failure.Diagnostic);
        }

        if (marked.Count == 0)
            throw new OptaException(unknown with { Message = $"{unknown.Message} Nothing in AWS account {account.AccountId}, {account.Region}, carries its mark." });
        if (marked.Select(one => one.Organization).Distinct(StringComparer.Ordinal).ToList() is { Count: > 1 } organizations)
            throw new OptaException(Ambiguous(name, organizations));

        var records = marked.Select(one => (one.Layer, Record: new ResourceRecord(one.Address, new ResourceType("aws", one.TypeName))
        {
            Status = RecordStatus.Ready,
            Identifier = one.Identifier,
            Outputs = one.Properties,
            Dependencies = one.Needs,
        })).Concat(await ClusterSearch.FindAsync(session, name, account, marked, sink, cancellationToken));

        // A removal that was cut off has recorded some layers already.
        var recorded = (await session.Engine.ListLayersAsync(parent: null, cancellationToken)).Select(one => one.Layer).ToHashSet(StringComparer.Ordinal);
        return new LostEnvironment(name, marked[0].Organization, account, [.. records.Where(one => !recorded.Contains(one.Layer)).GroupBy(one => one.Layer, StringComparer.Ordinal).Select(layer => State(layer, name, marked[0].Organization)).OrderBy(state => state.Layer == name)]);
    }

    // Two of one address are a create that was lost and made again, or a copy by hand: both carry the mark, both are of the environment.
    private static LayerState State(IGrouping<string, (string Layer, ResourceRecord Record)> layer, string environment, string organization)
    {
        var resources = ImmutableDictionary.CreateBuilder<string, ResourceRecord>(StringComparer.Ordinal);
        foreach (var record in layer.Select(one => one.Record).OrderBy(record => record.Address, StringComparer.Ordinal).ThenBy(record => record.Identifier, StringComparer.Ordinal))
        {
            var address = record.Address;
            for (var i = 2; resources.ContainsKey(address); i++)
                address = $"{record.Address}-{i.ToString(System.Globalization.CultureInfo.InvariantCulture)}";
            resources[address] = record with { Address = address };
        }

        return new LayerState(layer.Key, "") { Owner = new Ownership(organization, environment, layer.Key), Resources = resources.ToImmutable() };
    }

    private static async Task<(string Name, AwsAccount Account)> PlaceAsync(DestroyRequest request, ResolvedTarget target, Diagnostic unknown, CancellationToken cancellationToken)
    {
        if (EnvironmentFinder.LooksLikeFile(request.Target, request.Environment))
        {
            var loaded = await LayerLoader.ReadAsync(request.Target, request.Environment, null, new Dictionary<string, string>(StringComparer.Ordinal), cancellationToken);
            var layer = new LoadedLayer(loaded.EnsureSuccess(), loaded.Parent);
            return CloudSettings.Of(layer.Provider).Aws is { } given ? (layer.Layer.Environment, given) : throw new OptaException(unknown);
        }

        if (RegionVariables.Select(variable => request.Target.EnvironmentVariables.GetValueOrDefault(variable)).FirstOrDefault(region => !string.IsNullOrEmpty(region)) is not { } region)
        {
            throw new OptaException(unknown with
            {
                Remedy = "Give the name of an environment that exists. If its state is lost, give the environment's file, or set AWS_REGION: what carries its mark there is found and removed.",
            });
        }

        return (request.Environment, new AwsAccount(await AwsResourceProvider.CurrentAccountAsync(target.Endpoints, region, cancellationToken), region));
    }

    private static Diagnostic Ambiguous(string name, IReadOnlyList<string> organizations) =>
        new("OPTA7082", Severity.Error, $"There is no state of '{name}', and resources with that name in their mark belong to {organizations.Count} organisations.")
        {
            Category = DiagnosticCategory.InvalidOperation,
            Resource = name,
            Evidence = [.. organizations.Order(StringComparer.Ordinal)],
            Remedy = "Nothing was changed. Restore the state of the one that is meant, or delete its resources by hand.",
        };
}
