using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using OptaPS.Clouds.Aws.Protocol;

namespace OptaPS.Clouds.Aws.Services;

/// <summary>The eight operations of Cloud Control. Failures are the SDK's exceptions.</summary>
internal sealed class CloudControlClient(AwsJsonClient client)
{
    /// <summary>Where requests go.</summary>
    public Uri Address => client.Address;

    /// <summary>Starts a create.</summary>
    public async Task<ProgressEvent> CreateAsync(string typeName, JsonObject desired, string clientToken, CancellationToken cancellationToken) =>
        ProgressEvent.From(await client.CallAsync(
            "CreateResource",
            new JsonObject { ["TypeName"] = typeName, ["DesiredState"] = desired.ToJsonString(), ["ClientToken"] = clientToken },
            cancellationToken));

    /// <summary>Starts an update by an RFC 6902 patch.</summary>
    public async Task<ProgressEvent> UpdateAsync(string typeName, string identifier, JsonArray patch, string clientToken, CancellationToken cancellationToken) =>
        ProgressEvent.From(await client.CallAsync(
            "UpdateResource",
            new JsonObject
            {
                ["TypeName"] = typeName,
                ["Identifier"] = identifier,
                ["PatchDocument"] = patch.ToJsonString(),
                ["ClientToken"] = clientToken,
            },
            cancellationToken));

    /// <summary>Starts a delete.</summary>
    public async Task<ProgressEvent> DeleteAsync(string typeName, string identifier, string clientToken, CancellationToken cancellationToken) =>
        ProgressEvent.From(await client.CallAsync(
            "DeleteResource",
            new JsonObject { ["TypeName"] = typeName, ["Identifier"] = identifier, ["ClientToken"] = clientToken },
            cancellationToken));

    /// <summary>Reads a resource.</summary>
    public async Task<ListedResource> GetAsync(string typeName, string identifier, CancellationToken cancellationToken)
    {
        var answer = await client.CallAsync("GetResource", new JsonObject { ["TypeName"] = typeName, ["Identifier"] = identifier }, cancellationToken);
        return Described(answer["ResourceDescription"]!.AsObject());
    }

    /// <summary>Lists all resources of a type in the region, foreign ones included.</summary>
    /// <param name="typeName">The type.</param>
    /// <param name="parent">The parent's properties, for types whose list needs them.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async IAsyncEnumerable<ListedResource> ListAsync(
        string typeName, JsonObject? parent, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var page in PagesAsync(typeName, parent, cancellationToken))
        {
            foreach (var listed in page)
                yield return listed;
        }
    }

    /// <summary>The same, page by page: one call each, made when the page is asked for.</summary>
    public async IAsyncEnumerable<IReadOnlyList<ListedResource>> PagesAsync(
        string typeName, JsonObject? parent, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? next = null;
        do
        {
            var request = new JsonObject { ["TypeName"] = typeName };
            if (parent is not null)
                request["ResourceModel"] = parent.ToJsonString();
            if (next is not null)
                request["NextToken"] = next;
            var answer = await client.CallAsync("ListResources", request, cancellationToken);
            yield return [.. (answer["ResourceDescriptions"]?.AsArray() ?? []).Select(item => Described(item!.AsObject()))];
            next = answer["NextToken"]?.GetValue<string>();
        }
        while (!string.IsNullOrEmpty(next));
    }

    /// <summary>Asks how an operation is doing.</summary>
    public async Task<ProgressEvent> StatusAsync(string requestToken, CancellationToken cancellationToken) =>
        ProgressEvent.From(await client.CallAsync("GetResourceRequestStatus", new JsonObject { ["RequestToken"] = requestToken }, cancellationToken));

    /// <summary>Lists one page of recent operations (the service keeps them seven days).</summary>
    public async Task<IReadOnlyList<ProgressEvent>> RequestsAsync(JsonObject? filter, CancellationToken cancellationToken)
    {
        var request = new JsonObject { ["MaxResults"] = 100 };
        if (filter is not null)
            request["ResourceRequestStatusFilter"] = filter.DeepClone();
        var answer = await client.CallAsync("ListResourceRequests", request, cancellationToken);
        return [.. (answer["ResourceRequestStatusSummaries"]?.AsArray() ?? []).Select(summary => ProgressEvent.From(new JsonObject { ["ProgressEvent"] = summary!.DeepClone() }))];
    }

    /// <summary>Asks Cloud Control to stop calling the handler; what the service already started goes on.</summary>
    public async Task<ProgressEvent> CancelAsync(string requestToken, CancellationToken cancellationToken) =>
        ProgressEvent.From(await client.CallAsync("CancelResourceRequest", new JsonObject { ["RequestToken"] = requestToken }, cancellationToken));

    private static ListedResource Described(JsonObject description) => new(
        description["Identifier"]!.GetValue<string>(),
        JsonNode.Parse(description["Properties"]?.GetValue<string>() ?? "{}")!.AsObject());
}
