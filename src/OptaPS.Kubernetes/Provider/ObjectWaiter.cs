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
    private readonly WaitedTimes waited = new(time);

    /// <summary>After an apply: done when the object is ready already, else pending, so that identifier and handle are durable before anything else.</summary>
    public OperationProgress Start(IKubernetesClient client, JsonObject live, ProviderRequest request)
    {
        var handle = new WaitHandle(WaitHandle.Ready, ObjectIdentifier.Of(live), time.GetUtcNow());
        var verdict = IsWaitedFor(live) ? ReadinessChecker.Check(live) : ReadinessVerdict.Ready;
        if (verdict.IsReady)
            return Done(client, live, handle);
        request.Progress?.Report($"{ObjectKey.Of(live)}: {verdict.Reason}");
        return OperationProgress.Pending(handle.ToString(), handle.Identifier.ToString(), times.Pause);
    }

    /// <summary>False for objects that say that nobody needs to wait for them.</summary>
    public static bool IsWaitedFor(JsonObject live) => live.GetAnnotation(WaitAnnotation) != "false";

    /// <summary>Asks for deletion of exactly the object of the identifier.</summary>
    public async Task<OperationProgress> DeleteAsync(IKubernetesClient client, GroupVersionKind kind, ObjectIdentifier identifier, ProviderRequest request, CancellationToken cancellationToken)
    {
        var options = new DeleteOptions { Uid = identifier.Uid, Propagation = kind.Group is "apps" or "batch" or "gateway.networking.k8s.io" ? PropagationPolicy.Foreground : PropagationPolicy.Background };
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
            return await WaitForEndAsync(client, live, handle, request, cancellationToken);
        if (live is not null)
            return await JudgeAsync(client, live, handle, request, cancellationToken);
        return OperationProgress.Failed(new(
            new Diagnostic("OPTA4043", Severity.Error, $"{handle.Identifier.KeyOf(kind)} was deleted by somebody else while OptaPS waited for it.") { Resource = request.Address, Remedy = "Run the command again." },
            RetryAdvice.NewToken));
    }

    private async Task<OperationProgress> JudgeAsync(IKubernetesClient client, JsonObject live, WaitHandle handle, ProviderRequest request, CancellationToken cancellationToken)
    {
        var verdict = IsWaitedFor(live)
            ? await new ReadinessReader(client, time) { Patience = times.PodPatience }.JudgeAsync(live, cancellationToken)
            : ReadinessVerdict.Ready;
        if (verdict.IsReady)
            return Done(client, live, handle);

        request.Progress?.Report($"{ObjectKey.Of(live)}: {verdict.Reason}");
        if (verdict.State == ReadinessState.Progressing && waited.Of(handle) < times.Readiness)
            return OperationProgress.Pending(handle.ToString(), handle.Identifier.ToString(), PauseFor(handle));

        // Without an identifier: after an update the object is not broken beyond repair, the next update in place mends it.
        return OperationProgress.Failed(await NotReady.FailureAsync(client, live, verdict, waited.Of(handle), request.Address, cancellationToken));
    }

    private static OperationProgress Done(IKubernetesClient client, JsonObject live, WaitHandle handle)
    {
        if (live.GetKind().Kind == "CustomResourceDefinition")
            client.ForgetDiscovery();
        live["metadata"]?.AsObject().Remove("managedFields");
        return OperationProgress.Done(handle.Identifier.ToString(), live);
    }

    private async Task<OperationProgress> WaitForEndAsync(IKubernetesClient client, JsonObject? live, WaitHandle handle, ProviderRequest request, CancellationToken cancellationToken)
    {
        if (live is null)
            return OperationProgress.Gone;
        request.Progress?.Report($"{ObjectKey.Of(live)} is being deleted: {DeletionBlocker.Describe(live)}");
        if (waited.Of(handle) < times.Deletion)
            return OperationProgress.Pending(handle.ToString(), handle.Identifier.ToString(), PauseFor(handle));
        var blocker = await new DeletionInquiry(client).DescribeAsync(live, cancellationToken);
        return OperationProgress.Failed(DeletionBlocker.Failure(live, blocker, waited.Of(handle), request.Address));
    }

    // As long as a quarter of the time waited so far, within limits.
    private TimeSpan PauseFor(WaitHandle handle)
    {
        var quarter = waited.Of(handle) / 4;
        return quarter < times.Pause ? times.Pause : quarter > LongestPause ? LongestPause : quarter;
    }
}
