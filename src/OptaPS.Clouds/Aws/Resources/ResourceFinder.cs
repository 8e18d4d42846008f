using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Amazon.Runtime;
using OptaPS.Clouds.Aws.Documents;
using OptaPS.Clouds.Aws.Services;
using OptaPS.Clouds.Aws.Types;
using OptaPS.Diagnostics;
using OptaPS.Engine.Providers;
using OptaPS.Engine.Resources;

namespace OptaPS.Clouds.Aws.Resources;

/// <summary>Finds resources without their identifier: what a lost create left, and what carries a layer's mark.</summary>
internal sealed partial class ResourceFinder(CloudControlClient client, ResourceReader reader, AwsTypeTable types)
{
    /// <summary>What a lost create left, or null.</summary>
    public async Task<ResourceSnapshot?> FindAsync(CreateRequest request, CancellationToken cancellationToken) =>
        await FindAnyAsync(request, cancellationToken) is { } found ? found with { PendingHandle = await UnderWayAsync(request, found, cancellationToken) } : null;

    // A resource can be read long before it is complete (a cluster without its endpoint): its create is waited for, not believed.
    private async Task<string?> UnderWayAsync(CreateRequest request, ResourceSnapshot found, CancellationToken cancellationToken)
    {
        var filter = new JsonObject { ["Operations"] = new JsonArray("CREATE"), ["OperationStatuses"] = new JsonArray("PENDING", "IN_PROGRESS") };
        try
        {
            var running = await client.RequestsAsync(filter, cancellationToken);
            return running.FirstOrDefault(one => one.TypeName == request.TypeName && (one.Identifier is null || one.Identifier == found.Identifier))?.RequestToken;
        }
        catch (Exception exception) when (AwsFailure.IsOfCall(exception, cancellationToken))
        {
            throw AwsFailure.From(exception, Subject.Of(request), client.Address);
        }
    }

    private async Task<ResourceSnapshot?> FindAnyAsync(CreateRequest request, CancellationToken cancellationToken)
    {
        var type = types[request.TypeName];
        if (type.Find.By == "identifier")
        {
            var identifier = Placeholder().Replace(type.Find.Template, match => Text(request.Desired, match.Groups["name"].Value));
            var found = await reader.ReadAsync(type.Type, identifier, Subject.Of(request), cancellationToken);
            return found is null || (type.Tags != TagStyle.None && !OwnershipTags.Marks(found.Properties, type, request.Owner, request.Address)) ? null : found;
        }

        var candidates = new List<ResourceSnapshot>();
        await foreach (var candidate in AllAsync(type, request.Desired, Subject.Of(request), cancellationToken))
        {
            var mine = type.Find.By == "tag"
                ? OwnershipTags.Marks(candidate.Properties, type, request.Owner, request.Address)
                : type.Find.Properties.All(name => JsonNode.DeepEquals(candidate.Properties[name], request.Desired[name]));
            if (mine && type.Find.By != "tag")
                return candidate;
            if (mine)
                candidates.Add(candidate);
        }
        return candidates.Count > 1 ? throw new ProviderException(Ambiguous(request, candidates)) : candidates.FirstOrDefault();
    }

    // Taking one of them would leave the other, with what may be in it, to nobody.
    private static ProviderFailure Ambiguous(CreateRequest request, IReadOnlyList<ResourceSnapshot> candidates) => new(
        new Diagnostic("OPTA3047", Severity.Error, $"{candidates.Count} resources carry the mark of '{request.Address}' ({request.TypeName}), whose create was interrupted; which one is meant cannot be told.")
        {
            Category = DiagnosticCategory.InvalidOperation,
            Resource = request.Address,
            Evidence = [.. candidates.Select(candidate => $"candidate: {candidate.Identifier}")],
            Remedy = $"Nothing was changed. Take the right one over with Import-OptaResource (opta import FILE {request.Address}=IDENTIFIER) and delete the others, or delete all of them; then run the same command again.",
        },
        RetryAdvice.No);

    /// <summary>Everything that carries a layer's mark, of all types that carry tags and can be listed without a parent.</summary>
    public async IAsyncEnumerable<ResourceSnapshot> ListAsync(Ownership owner, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var type in types.All.Where(type => type.Tags != TagStyle.None && type.Find.Parent.Count == 0))
        {
            await foreach (var candidate in AllAsync(type, [], type.Type, cancellationToken))
            {
                if (OwnershipTags.AddressIn(candidate.Properties, type, owner) is { } address)
                    yield return candidate with { OwnerAddress = address };
            }
        }
    }

    private async IAsyncEnumerable<ResourceSnapshot> AllAsync(
        AwsType type, JsonObject document, string subject, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        JsonObject? parent = type.Find.Parent.Count == 0
            ? null
            : new JsonObject(type.Find.Parent.Select(name => KeyValuePair.Create(name, document[name]?.DeepClone())));
        await using var listed = client.ListAsync(type.Type, parent, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (await NextAsync(listed, subject, cancellationToken))
        {
            if (await reader.ReadAsync(type.Type, listed.Current.Identifier, subject, cancellationToken) is { } candidate)
                yield return candidate;
        }
    }

    private async Task<bool> NextAsync(IAsyncEnumerator<ListedResource> listed, string subject, CancellationToken cancellationToken)
    {
        try
        {
            return await listed.MoveNextAsync();
        }
        catch (AmazonServiceException exception) when (ResourceReader.IsAbsence(exception))
        {
            return false;
        }
        catch (Exception exception) when (AwsFailure.IsOfCall(exception, cancellationToken))
        {
            throw AwsFailure.From(exception, subject, client.Address);
        }
    }

    private static string Text(JsonObject document, string name) => document[name]?.ToString() ?? "";

    [GeneratedRegex(@"\{(?<name>\w+)\}", RegexOptions.NonBacktracking)]
    private static partial Regex Placeholder();
}
