using System.Collections.Concurrent;
using OptaPS.Clouds.Aws.Documents;
using OptaPS.Clouds.Aws.Services;
using OptaPS.Clouds.Aws.Types;
using OptaPS.Engine.Providers;

namespace OptaPS.Clouds.Aws.Resources;

/// <summary>
/// Reads many resources of a type by its list. A list shows everything in the region, page by page, and of many types only identifiers. So it is asked
/// only for types whose list handler may make the same calls as the read handler, and a listed resource is believed only when it confirms all that is
/// recorded: what is absent, incomplete or different there is left to a single read.
/// </summary>
internal sealed class ResourceLister(CloudControlClient client)
{
    private readonly ConcurrentDictionary<string, bool> useless = new(StringComparer.Ordinal);

    /// <summary>By address what the list confirms.</summary>
    /// <exception cref="ProviderException">The list failed in a way that may pass.</exception>
    public async Task<IReadOnlyDictionary<string, ResourceSnapshot?>> ReadAsync(AwsType type, IReadOnlyList<ReadRequest> requests, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, ResourceSnapshot?>(StringComparer.Ordinal);
        if (!type.ListsWhole || useless.ContainsKey(type.Type))
            return found;
        try
        {
            await ReadAsync(type, requests, found, cancellationToken);
        }
        catch (Exception exception) when (AwsFailure.IsOfCall(exception, cancellationToken))
        {
            var failure = AwsFailure.From(exception, Subject.Of(requests[0]), client.Address);
            if (failure.Failure.Retry != RetryAdvice.No)
                throw failure;

            // Not allowed, or not there: what is wrong with the resources themselves their reads say.
            useless[type.Type] = true;
        }

        return found;
    }

    private async Task ReadAsync(AwsType type, IReadOnlyList<ReadRequest> requests, Dictionary<string, ResourceSnapshot?> found, CancellationToken cancellationToken)
    {
        var wanted = requests.ToLookup(request => request.Identifier, StringComparer.Ordinal);
        var seen = 0;
        var pages = 0;
        await foreach (var page in client.PagesAsync(type.Type, null, cancellationToken))
        {
            foreach (var (listed, request) in page.SelectMany(listed => wanted[listed.Identifier].Select(request => (listed, request))))
            {
                seen++;
                if (request.RecordedOutputs is { Count: > 0 } recorded && Confirmation.Confirms(listed.Properties, recorded, type))
                    found[request.Address] = new ResourceSnapshot(listed.Identifier, listed.Properties) { TypeName = type.Type };
            }

            // Others' resources can fill many pages: from half as many calls as single reads would be on, those are the better way.
            if (seen >= requests.Count || ++pages >= requests.Count / 2)
                break;
        }

        if (seen > 0 && found.Count == 0)
            useless[type.Type] = true;
    }
}
