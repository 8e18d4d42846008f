using OptaPS.Diagnostics;
using OptaPS.Kubernetes.Objects;

namespace OptaPS.Kubernetes.Readiness;

/// <summary>Waits for objects, for callers that do not poll by handles.</summary>
/// <param name="client">The cluster.</param>
/// <param name="time">The clock.</param>
public sealed class ReadinessWaiter(IKubernetesClient client, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>Waits until all objects are ready.</summary>
    /// <param name="keys">The objects.</param>
    /// <param name="limit">How long to wait.</param>
    /// <param name="progress">Receives what is still missing, when it changes.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="OptaException">OPTA4040 or OPTA4041 per object that is not ready, with evidence.</exception>
    public async Task WaitForReadyAsync(IReadOnlyList<ObjectKey> keys, TimeSpan limit, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        var reader = new ReadinessReader(client, time);
        var open = keys.ToList();
        for (var started = time.GetTimestamp(); ; await Task.Delay(Pause, time, cancellationToken))
        {
            var looks = await Task.WhenAll(open.Select(async key => (Key: key, Look: await reader.ReadAsync(key, cancellationToken))));
            var missing = looks.Where(look => !look.Look.Verdict.IsReady).ToList();
            if (looks.Any(look => look.Key.Kind.Kind is "CustomResourceDefinition" or "APIService" && look.Look.Verdict.IsReady))
                client.ForgetDiscovery();
            if (missing.Count == 0)
                return;
            open = [.. missing.Select(look => look.Key)];
            progress?.Report($"{missing[0].Key}: {missing[0].Look.Verdict.Reason}");
            var waited = time.GetElapsedTime(started);
            if (missing.Exists(look => look.Look.Verdict.State == ReadinessState.Failed) || waited >= limit)
                throw new OptaException(await Task.WhenAll(missing.Select(look => DiagnoseAsync(look.Key, look.Look, waited, cancellationToken))));
        }
    }

    /// <summary>Waits until an object is gone.</summary>
    /// <exception cref="OptaException">OPTA4042 with the finalizer, dependants, users or contents that hold it.</exception>
    public async Task WaitForDeletionAsync(ObjectKey key, TimeSpan limit, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        string? uid = null;
        for (var started = time.GetTimestamp(); ; await Task.Delay(Pause, time, cancellationToken))
        {
            var live = await client.GetAsync(key, cancellationToken);
            if (live is null || (uid ??= live.GetUid()) != live.GetUid())
                return;
            progress?.Report($"{key}: {DeletionBlocker.Describe(live)}");
            if (time.GetElapsedTime(started) >= limit)
                throw new OptaException(DeletionBlocker.Failure(live, await new DeletionInquiry(client).DescribeAsync(live, cancellationToken), time.GetElapsedTime(started), key.ToString()).Diagnostic);
        }
    }

    private async Task<Diagnostic> DiagnoseAsync(ObjectKey key, (ReadinessVerdict Verdict, System.Text.Json.Nodes.JsonObject? Live) look, TimeSpan waited, CancellationToken cancellationToken) => look.Live is { } live
        ? await NotReady.DiagnoseAsync(client, live, look.Verdict, waited, null, cancellationToken)
        : new("OPTA4040", Severity.Error, $"{key} is not ready after {waited.TotalSeconds:0} s.") { Resource = key.ToString(), Cause = look.Verdict.Reason, Category = DiagnosticCategory.OperationTimeout };
}
