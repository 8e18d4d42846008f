using Amazon.Runtime;
using OptaPS.Clouds.Aws.Resources;
using OptaPS.Engine.Providers;

namespace OptaPS.Clouds.Aws.Records;

/// <summary>
/// The type AWS::Route53::RecordSet, which Cloud Control does not serve. A create never takes over a record that says something else; one that says
/// the same is what a lost create left.
/// </summary>
internal sealed class RecordSetOperations(HostedZoneClient zones, AliasTargets targets)
{
    /// <summary>The type's name.</summary>
    public const string Type = "AWS::Route53::RecordSet";

    private static readonly TimeSpan BetweenPolls = TimeSpan.FromSeconds(3);

    /// <summary>The record set of an identifier, or null.</summary>
    public Task<ResourceSnapshot?> ReadAsync(ProviderRequest request, string identifier, CancellationToken cancellationToken) =>
        GuardAsync(request, cancellationToken, async () => await FindLiveAsync(identifier, cancellationToken) is { } live ? new ResourceSnapshot(live.Identifier, live.Document) { TypeName = Type } : null);

    /// <summary>The record set that a lost create left, or null.</summary>
    public Task<ResourceSnapshot?> FindAsync(CreateRequest request, CancellationToken cancellationToken) => GuardAsync(request, cancellationToken, async () =>
    {
        var wanted = RecordSet.Of(request.Desired);
        return await FindLiveAsync(wanted.Identifier, cancellationToken) is { } live && live.SameAs(wanted) ? new ResourceSnapshot(live.Identifier, live.Document) { TypeName = Type } : null;
    });

    /// <summary>Makes a record set.</summary>
    public Task<OperationProgress> CreateAsync(CreateRequest request, CancellationToken cancellationToken) => GuardAsync(request, cancellationToken, async () =>
    {
        if (await targets.CompleteAsync(RecordSet.Of(request.Desired), cancellationToken) is not { } wanted)
            return NoTarget(request, RecordSet.Of(request.Desired));
        try
        {
            return await FollowAsync(request, wanted.Identifier, await zones.ChangeAsync(wanted.Zone, [("CREATE", wanted)], cancellationToken), cancellationToken);
        }
        catch (AmazonServiceException exception) when (exception.Message.Contains("it already exists", StringComparison.Ordinal))
        {
            return await FindLiveAsync(wanted.Identifier, cancellationToken) is { } live && live.SameAs(wanted)
                ? OperationProgress.Done(live.Identifier, live.Document)
                : OperationProgress.Failed(AwsFailure.Reported("AlreadyExists", $"{wanted.Type} record {wanted.Name}: {exception.Message}", exception.RequestId, Subject.Of(request)));
        }
    });

    /// <summary>Gives a record set new values.</summary>
    public Task<OperationProgress> UpdateAsync(UpdateRequest request, CancellationToken cancellationToken) => GuardAsync(request, cancellationToken, async () =>
        await targets.CompleteAsync(RecordSet.Of(request.Desired), cancellationToken) is { } wanted
            ? await FollowAsync(request, wanted.Identifier, await zones.ChangeAsync(wanted.Zone, [("UPSERT", wanted)], cancellationToken), cancellationToken)
            : NoTarget(request, RecordSet.Of(request.Desired)));

    /// <summary>Deletes a record set as it is.</summary>
    public Task<OperationProgress> DeleteAsync(DeleteRequest request, CancellationToken cancellationToken) => GuardAsync(request, cancellationToken, async () =>
    {
        if (await FindLiveAsync(request.Identifier, cancellationToken) is { } live)
            await zones.ChangeAsync(live.Zone, [("DELETE", live)], cancellationToken);
        return OperationProgress.Gone;
    });

    /// <summary>Asks whether a change has reached all name servers.</summary>
    public Task<OperationProgress> PollAsync(PollRequest request, CancellationToken cancellationToken) => GuardAsync(request, cancellationToken, async () =>
        await FollowAsync(request, request.Identifier ?? RecordSet.Of(request.Desired!).Identifier, await zones.PendingAsync(request.Handle, cancellationToken), cancellationToken));

    private async Task<OperationProgress> FollowAsync(ProviderRequest request, string identifier, string? pending, CancellationToken cancellationToken)
    {
        if (pending is not null)
            return OperationProgress.Pending(pending, identifier, BetweenPolls);
        return await FindLiveAsync(identifier, cancellationToken) is { } live
            ? OperationProgress.Done(live.Identifier, live.Document)
            : OperationProgress.Failed(AwsFailure.Reported("NotStabilized", "the change succeeded but the record cannot be read", null, Subject.Of(request)));
    }

    private async Task<RecordSet?> FindLiveAsync(string identifier, CancellationToken cancellationToken)
    {
        if (identifier.Split('|') is not [var zone, var name, var type])
            return null;
        try
        {
            await foreach (var record in zones.ListAsync(zone, name, type, cancellationToken))
                return record.Identifier == identifier ? record : null;
        }
        catch (AmazonServiceException exception) when (exception.ErrorCode is "NoSuchHostedZone")
        {
            // With its zone the record is gone.
        }

        return null;
    }

    private static OperationProgress NoTarget(ProviderRequest request, RecordSet wanted) => OperationProgress.Failed(AwsFailure.Reported(
        "ResourceNotFound", $"no load balancer of the region has the name {wanted.Document["AliasTarget"]?["DNSName"]}", null, Subject.Of(request)));

    private async Task<T> GuardAsync<T>(ProviderRequest request, CancellationToken cancellationToken, Func<Task<T>> operation)
    {
        try
        {
            return await operation();
        }
        catch (Exception exception) when (AwsFailure.IsOfCall(exception, cancellationToken))
        {
            throw AwsFailure.From(exception, Subject.Of(request), zones.Address);
        }
    }
}
