using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using OptaPS.Clouds.Aws.Documents;
using OptaPS.Clouds.Aws.Resources;
using OptaPS.Clouds.Aws.Services;
using OptaPS.Clouds.Aws.Types;
using OptaPS.Engine.Providers;

namespace OptaPS.Clouds.Aws.Recovery;

/// <summary>
/// Finds everything of an environment by its ownership tags, and what carries no tags by what it hangs on: a route table's associations, a key's
/// aliases, a role's policies. Only what carries the mark, or hangs on such a resource and cannot be anybody else's, is found.
/// </summary>
internal sealed class MarkSearch(CloudControlClient client, ResourceReader reader, AwsTypeTable types)
{
    private const int AtOnce = 4;

    /// <summary>Everything of the environment in the region, of all its layers, in order of address.</summary>
    public async Task<IReadOnlyList<MarkedResource>> FindAsync(string environment, CancellationToken cancellationToken)
    {
        var found = await OfTypesAsync(types.All.Where(type => type.Tags != TagStyle.None && type.Find.Parent.Count == 0), [null], environment, cancellationToken);
        var clusters = found.Where(one => one.TypeName == "AWS::EKS::Cluster").Select(one => new JsonObject { ["ClusterName"] = one.Identifier }).ToList();
        if (clusters.Count > 0)
            found.AddRange(await OfTypesAsync(types.All.Where(type => type.Tags != TagStyle.None && type.Find.Parent is ["ClusterName"]), clusters, environment, cancellationToken));
        await foreach (var attached in new AttachedSearch(client, reader, types).FindAsync([.. found], environment, cancellationToken))
            found.Add(attached);
        return References.Connect([.. found.OrderBy(one => one.Address, StringComparer.Ordinal)], types);
    }

    private async Task<List<MarkedResource>> OfTypesAsync(IEnumerable<AwsType> wanted, IReadOnlyList<JsonObject?> parents, string environment, CancellationToken cancellationToken)
    {
        var found = new List<MarkedResource>();
        var gate = new Lock();
        await Parallel.ForEachAsync(
            wanted.SelectMany(type => parents.Select(parent => (type, parent))),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (pair, token) =>
            {
                await foreach (var live in ReadAllAsync(client, reader, pair.type.Type, pair.parent, token))
                {
                    if (OwnershipTags.OwnerOf(live.Properties, pair.type) is not { } mark || mark.Owner.Environment != environment)
                        continue;
                    lock (gate)
                        found.Add(new MarkedResource(mark.Owner.Organization, mark.Owner.Layer, mark.Address, pair.type.Type, live.Identifier, live.Properties));
                }
            });
        return found;
    }

    /// <summary>All resources of a type, each read as a whole; what is gone meanwhile is left out.</summary>
    internal static async IAsyncEnumerable<ResourceSnapshot> ReadAllAsync(CloudControlClient client, ResourceReader reader, string typeName, JsonObject? parent, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var listed = client.ListAsync(typeName, parent?.DeepClone().AsObject(), cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (await NextAsync(listed, typeName, client.Address, cancellationToken))
        {
            if (await reader.ReadAsync(typeName, listed.Current.Identifier, typeName, cancellationToken) is { } live)
                yield return live;
        }
    }

    private static async Task<bool> NextAsync(IAsyncEnumerator<ListedResource> listed, string typeName, Uri address, CancellationToken cancellationToken)
    {
        try
        {
            return await listed.MoveNextAsync();
        }
        catch (Exception exception) when (AwsFailure.IsOfCall(exception, cancellationToken))
        {
            throw AwsFailure.From(exception, typeName, address);
        }
    }
}
