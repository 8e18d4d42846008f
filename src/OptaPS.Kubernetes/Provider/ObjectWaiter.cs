using System.Text.Json.Nodes;
using OptaPS.Diagnostics;
using OptaPS.Engine.Providers;
using OptaPS.Kubernetes.Http;
using OptaPS.Kubernetes.Objects;
using OptaPS.Kubernetes.Readiness;

namespace OptaPS.Kubernetes.Provider;

/// <summary>Waits for objects to become ready or to go away, one look per poll.</summary>
internal sealed class ObjectWaiter(TimeProvider time, ProviderTimes times)
{
    private const string WaitAnnotation = "optaps.dev/wait";
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    /// <summary>After an apply: done when the object is ready already, else pending.</summary>
    public Task<OperationProgress> StartAsync(IKubernetesClient client, JsonObject live, ProviderRequest request, CancellationToken cancellationToken) =>
        JudgeAsync(client, live, new WaitHandle(WaitHandle.Ready, ObjectIdentifier.Of(live), time.GetUtcNow()), request, cancellationToken);

    /// <summary>Asks for deletion of exactly the object of the identifier.</summary>
    public async Task<OperationProgress> DeleteAsync(IKubernetesClient client, GroupVersionKind kind, ObjectIdentifier identifier, ProviderRequest request, CancellationToken cancellationToken)
    {
        var options = new DeleteOptions { Uid = identifier.Uid, Propagation = kind.Group is "apps" or "batch" ? PropagationPolicy.Foreground : PropagationPolicy.Background };
        try
        {
            if (!await client.DeleteAsync(identifier.KeyOf(kind), options, cancellationToken))
                return OperationProgress.Gone;
        }
        catch (KubernetesException exception) when (exception.Failure == KubernetesFailure.Conflict && identifier.Uid is not null)
        {
            // Another object has the name now; ours is gone.
            return OperationProgress.Gone;
        }

        return await PollAsync(client, kind, new WaitHandle(WaitHandle.Gone, identifier, time.GetUtcNow()), request, cancellationToken);
    }

    public async Task<OperationProgress> PollAsync(IKubernetesClient client, GroupVersionKind kind, WaitHandle handle, ProviderRequest request, CancellationToken cancellationToken)
    {
        var live = await client.GetAsync(handle.Identifier.KeyOf(kind), cancellationToken);
        if (live is not null && handle.Identifier.Uid is { } uid && live.GetUid() != uid)
            live = null;
        if (handle.Verb == WaitHandle.Gone)
            return WaitForEnd(live, handle, request);
        if (live is not null)
            return await JudgeAsync(client, live, handle, request, cancellationToken);
        return OperationProgress.Failed(new(
            new Diagnostic("OPTA4043", Severity.Error, $"{handle.Identifier.KeyOf(kind)} was deleted by somebody else while OptaPS waited for it.") { Resource = request.Address, Remedy = "Run the command again." },
            RetryAdvice.NewToken));
    }

    private async Task<OperationProgress> JudgeAsync(IKubernetesClient client, JsonObject live, WaitHandle handle, ProviderRequest request, CancellationToken cancellationToken)
    {
        var verdict = live.GetAnnotation(WaitAnnotation) == "false"
            ? ReadinessVerdict.Ready
            : await new ReadinessReader(client, time) { Patience = times.PodPatience }.JudgeAsync(live, cancellationToken);
        var identifier = handle.Identifier.ToString();
        if (verdict.IsReady)
        {
            if (live.GetKind().Kind == "CustomResourceDefinition")
                client.ForgetDiscovery();
            live["metadata"]?.AsObject().Remove("managedFields");
            return OperationProgress.Done(identifier, live);
        }

        request.Progress?.Report($"{ObjectKey.Of(live)}: {verdict.Reason}");
        if (verdict.State == ReadinessState.Progressing && time.GetUtcNow() - handle.Since < times.Readiness)
            return OperationProgress.Pending(handle.ToString(), identifier, PauseFor(handle));
        return OperationProgress.Failed(await NotReady.FailureAsync(client, live, verdict, time.GetUtcNow() - handle.Since, request.Address, cancellationToken), identifier);
    }

    private OperationProgress WaitForEnd(JsonObject? live, WaitHandle handle, ProviderRequest request)
    {
        if (live is null)
            return OperationProgress.Gone;
        var blocker = DeletionBlocker.Describe(live);
        request.Progress?.Report($"{ObjectKey.Of(live)} is being deleted: {blocker}");
        if (time.GetUtcNow() - handle.Since < times.Deletion)
            return OperationProgress.Pending(handle.ToString(), handle.Identifier.ToString(), PauseFor(handle));
        return OperationProgress.Failed(DeletionBlocker.Failure(live, blocker, time.GetUtcNow() - handle.Since, request.Address), handle.Identifier.ToString());
    }

    // As long as a quarter of the time waited so far, within limits.
    private TimeSpan PauseFor(WaitHandle handle)
    {
        var quarter = (time.GetUtcNow() - handle.Since) / 4;
        return quarter < times.Pause ? times.Pause : quarter > LongestPause ? LongestPause : quarter;
    }
}
