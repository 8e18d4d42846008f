using System.Text.Json.Nodes;
using Amazon.Runtime;
using OptaPS.Clouds.Aws.Documents;
using OptaPS.Clouds.Aws.Services;
using OptaPS.Clouds.Aws.Types;
using OptaPS.Engine.Providers;

namespace OptaPS.Clouds.Aws.Resources;

/// <summary>Starts and follows creates, updates and deletes.</summary>
internal sealed class ResourceOperations(CloudControlClient client, ResourceReader reader, AwsTypeTable types, TimeProvider time)
{
    private static readonly TimeSpan Soonest = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan JustPassed = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Latest = TimeSpan.FromSeconds(30);

    /// <summary>Starts a create.</summary>
    public Task<OperationProgress> CreateAsync(CreateRequest request, CancellationToken cancellationToken) => GuardAsync(request, cancellationToken, async () =>
    {
        var desired = OwnershipTags.AddTo(request.Desired, types[request.TypeName], request.Owner, request.Address);
        return await ProgressAsync(request, await client.CreateAsync(request.TypeName, desired, request.Token, cancellationToken), null, cancellationToken);
    });

    /// <summary>Starts an update; nothing is sent when live is as desired.</summary>
    public Task<OperationProgress> UpdateAsync(UpdateRequest request, CancellationToken cancellationToken) => GuardAsync(request, cancellationToken, async () =>
    {
        var type = types[request.TypeName];
        var live = await reader.ReadAsync(request.TypeName, request.Identifier, Subject.Of(request), cancellationToken);
        if (live is null)
            return OperationProgress.Failed(AwsFailure.Reported("ResourceNotFoundException", "the resource to update is gone", null, Subject.Of(request)));

        var desired = OwnershipTags.AddTo(request.Desired, type, request.Owner, request.Address);
        var recorded = request.Recorded is null ? null : OwnershipTags.AddTo(request.Recorded, type, request.Owner, request.Address);
        var patch = PatchBuilder.Build(live.Properties, desired, recorded, type);
        if (patch.Count == 0)
            return OperationProgress.Done(request.Identifier, live.Properties);
        var started = await client.UpdateAsync(request.TypeName, request.Identifier, patch, request.Token, cancellationToken);
        return await ProgressAsync(request, started, request.Identifier, cancellationToken);
    });

    /// <summary>Starts a delete.</summary>
    public Task<OperationProgress> DeleteAsync(DeleteRequest request, CancellationToken cancellationToken) => GuardAsync(request, cancellationToken, async () =>
    {
        try
        {
            var started = await client.DeleteAsync(request.TypeName, request.Identifier, request.Token, cancellationToken);
            return await ProgressAsync(request, started, request.Identifier, cancellationToken);
        }
        catch (AmazonServiceException exception) when (ResourceReader.IsAbsence(exception))
        {
            return OperationProgress.Gone;
        }
    });

    /// <summary>Sets or lifts the service's own lock against deletion, and waits for it; false when the type has none or the resource is gone.</summary>
    public async Task<bool> SetLockAsync(ReadRequest request, bool locked, string token, CancellationToken cancellationToken)
    {
        if (types[request.TypeName].DeletionLock is not { } property)
            return false;
        var progress = await GuardAsync(request, cancellationToken, async () =>
        {
            if (await reader.ReadAsync(request.TypeName, request.Identifier, Subject.Of(request), cancellationToken) is not { } live)
                return OperationProgress.Gone;
            if ((live.Properties[property]?.GetValue<bool>() ?? false) == locked)
                return OperationProgress.Done(request.Identifier, live.Properties);
            var patch = new JsonArray(new JsonObject { ["op"] = live.Properties.ContainsKey(property) ? "replace" : "add", ["path"] = "/" + property, ["value"] = locked });
            return await ProgressAsync(request, await client.UpdateAsync(request.TypeName, request.Identifier, patch, token, cancellationToken), request.Identifier, cancellationToken);
        });
        while (progress.Status == OperationStatus.Pending)
        {
            await Task.Delay(progress.RetryAfter ?? JustPassed, time, cancellationToken);
            progress = await PollAsync(new PollRequest(request.Address, request.TypeName, request.Owner, request.Connection, progress.Handle!, request.Identifier, request.Recorded), cancellationToken);
        }

        return progress.Failure is null ? progress.Properties is not null : throw new ProviderException(progress.Failure);
    }

    /// <summary>Asks how an operation is doing.</summary>
    public Task<OperationProgress> PollAsync(PollRequest request, CancellationToken cancellationToken) => GuardAsync(request, cancellationToken, async () =>
        await ProgressAsync(request, await client.StatusAsync(request.Handle, cancellationToken), request.Identifier, cancellationToken));

    private async Task<OperationProgress> ProgressAsync(ProviderRequest request, ProgressEvent progress, string? known, CancellationToken cancellationToken)
    {
        var identifier = progress.Identifier ?? known;
        switch (progress.Status)
        {
            case "SUCCESS" when progress.Operation == "DELETE":
            case "FAILED" when progress is { Operation: "DELETE", ErrorCode: "NotFound" }:
                return OperationProgress.Gone;
            case "SUCCESS":
                var live = await reader.ReadSettledAsync(request.TypeName, identifier!, Subject.Of(request), cancellationToken);
                return live is null
                    ? OperationProgress.Failed(AwsFailure.Reported(
                        "NotStabilized", "the operation succeeded but the resource cannot be read", progress.RequestToken, Subject.Of(request)), identifier)
                    : OperationProgress.Done(live.Identifier, live.Properties);
            case "FAILED" or "CANCEL_COMPLETE":
                var failure = Failure(request, progress);
                return OperationProgress.Failed(failure, progress.ErrorCode == "AlreadyExists" ? null : identifier);
            default:
                return OperationProgress.Pending(progress.RequestToken, identifier, Wait(progress));
        }
    }

    // A moment that has just passed means "ask now"; one long past says nothing, and neither does a far one: this machine's clock may be off.
    private TimeSpan? Wait(ProgressEvent progress) => (progress.RetryAfter - time.GetUtcNow()) switch
    {
        { } wait when wait > Latest => null,
        { } wait when wait > Soonest => wait,
        { } wait when wait > -JustPassed => Soonest,
        _ => null,
    };

    private static ProviderFailure Failure(ProviderRequest request, ProgressEvent progress)
    {
        var code = progress.Cancelled ? "Cancelled" : progress.ErrorCode ?? "GeneralServiceException";
        var words = progress.StatusMessage ?? (progress.Cancelled ? "the operation was cancelled" : "no reason was given");
        var failure = AwsFailure.Reported(code, words, progress.RequestToken, Subject.Of(request));
        return progress.HookMessages.Count == 0 ? failure : failure with { Diagnostic = failure.Diagnostic with { Evidence = progress.HookMessages } };
    }

    private async Task<OperationProgress> GuardAsync(ProviderRequest request, CancellationToken cancellationToken, Func<Task<OperationProgress>> operation)
    {
        try
        {
            return await operation();
        }
        catch (Exception exception) when (AwsFailure.IsOfCall(exception, cancellationToken))
        {
            throw AwsFailure.From(exception, Subject.Of(request), client.Address);
        }
    }
}
