using System.Globalization;
using System.Text.Json.Nodes;
using OptaPS.Kubernetes.Evidence;
using OptaPS.Kubernetes.Http;
using OptaPS.Kubernetes.Objects;

namespace OptaPS.Kubernetes.Readiness;

/// <summary>
/// Judges objects with a look at what belongs to them: a workload whose new pods cannot start (image that does not exist, endless crashes) has
/// failed long before its own deadline says so, a claim that waits for its first consumer is as ready as it can be, and an autoscaler has something
/// left to do until its target has its least number of replicas.
/// </summary>
/// <param name="client">The cluster.</param>
/// <param name="time">The clock.</param>
public sealed class ReadinessReader(IKubernetesClient client, TimeProvider time)
{
    private static readonly GroupVersionKind StorageClassKind = new("storage.k8s.io", "v1", "StorageClass");

    /// <summary>How long a trouble that may pass by itself (pull errors, missing configuration, crashes) is watched before it counts as failed.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Reads an object and judges it; null verdict text is never given. An object that does not exist is progressing.</summary>
    public async Task<(ReadinessVerdict Verdict, JsonObject? Live)> ReadAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        var live = await client.GetAsync(key, cancellationToken);
        return live is null ? (ReadinessVerdict.Wait("it does not exist"), null) : (await JudgeAsync(live, cancellationToken), live);
    }

    /// <summary>Judges a live object.</summary>
    public async Task<ReadinessVerdict> JudgeAsync(JsonObject live, CancellationToken cancellationToken)
    {
        var verdict = ReadinessChecker.Check(live);
        if (live.GetKind() is { Group: "autoscaling", Kind: "HorizontalPodAutoscaler" } && !live.IsBeingDeleted())
            return await JudgeAutoscalerAsync(live, cancellationToken);
        if (verdict.State != ReadinessState.Progressing || live.IsBeingDeleted())
            return verdict;
        if (live.GetKind() is { Group: "", Kind: "PersistentVolumeClaim" })
            return await WaitsForConsumerAsync(live, cancellationToken) ? ReadinessVerdict.Ready : verdict;
        foreach (var pod in await PodFinder.FindAsync(client, live, cancellationToken))
            if (PodRules.WhyHopeless(pod, AgeOf(pod), Patience) is { } why)
                return ReadinessVerdict.Fail($"{verdict.Reason}; pod {pod.GetName()}: {why}");
        return verdict;
    }

    private async Task<ReadinessVerdict> JudgeAutoscalerAsync(JsonObject scaler, CancellationToken cancellationToken)
    {
        try
        {
            return AutoscalerRules.TargetOf(scaler) is { } key ? AutoscalerRules.WithTarget(scaler, await client.GetAsync(key, cancellationToken)) : ReadinessVerdict.Ready;
        }
        catch (KubernetesException exception) when (exception.Failure is KubernetesFailure.Forbidden or KubernetesFailure.UnknownKind)
        {
            // Who may not look at the target, or names a kind that is not served, has the autoscaler's own word only.
            return ReadinessChecker.Check(scaler);
        }
    }

    private TimeSpan AgeOf(JsonObject pod) =>
        DateTimeOffset.TryParse(pod["metadata"].TextAt("creationTimestamp"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var made) ? time.GetUtcNow() + client.ServerAhead - made : TimeSpan.Zero;

    private async Task<bool> WaitsForConsumerAsync(JsonObject claim, CancellationToken cancellationToken)
    {
        if (claim["spec"].TextAt("storageClassName") is not { Length: > 0 } name || claim.GetAnnotation("volume.kubernetes.io/selected-node") is not null)
            return false;
        var storage = await client.GetAsync(new(StorageClassKind, null, name), cancellationToken);
        return storage?.Text("volumeBindingMode") == "WaitForFirstConsumer";
    }
}
