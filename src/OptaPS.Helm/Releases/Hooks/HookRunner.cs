using OptaPS.Diagnostics;
using OptaPS.Helm.Releases.Manifests;
using OptaPS.Helm.Releases.Operations;
using OptaPS.Helm.Releases.Records;
using OptaPS.Kubernetes.Apply;
using OptaPS.Kubernetes.Http;
using OptaPS.Kubernetes.Objects;

namespace OptaPS.Helm.Releases.Hooks;

/// <summary>Runs hooks: deletes what an earlier run left, creates, waits, and deletes by policy.</summary>
internal sealed class HookRunner(ReleaseCluster cluster, ResourceMap map, TimeSpan timeout, IProgress<string>? progress)
{
    private const string BeforeCreation = "before-hook-creation";

    /// <summary>Runs all hooks of an event in order; stops at the first failure.</summary>
    /// <param name="record">The revision whose hooks run; their last runs are noted in it.</param>
    /// <param name="event">The event.</param>
    /// <param name="keepAlive">Called while waiting.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="OptaException">OPTA5531: a hook failed or did not end in time; evidence is attached.</exception>
    public async Task RunAsync(ReleaseRecord record, string @event, Func<Task> keepAlive, CancellationToken cancellationToken)
    {
        var executing = HookOrder.For(record.Hooks, @event);
        foreach (var (index, _) in executing)
            await RunOneAsync(record, index, @event, keepAlive, cancellationToken);

        foreach (var (_, hook) in executing.Reverse().Where(entry => entry.Hook.DeletePolicies.Contains("hook-succeeded")))
            await DeleteAsync(hook, Place(hook), keepAlive, cancellationToken);
    }

    /// <summary>Runs one hook without looking at the others, as tests are run.</summary>
    public Task RunOneAsync(ReleaseRecord record, int index, string @event, CancellationToken cancellationToken) =>
        RunOneAsync(record, index, @event, () => Task.CompletedTask, cancellationToken);

    /// <summary>Deletes what hooks of a revision left behind; definitions and kept objects stay.</summary>
    public async Task DeleteLeftoversAsync(ReleaseRecord record, CancellationToken cancellationToken)
    {
        foreach (var hook in record.Hooks)
            await DeleteAsync(hook, Place(hook), () => Task.CompletedTask, cancellationToken);
    }

    private async Task RunOneAsync(ReleaseRecord record, int index, string @event, Func<Task> keepAlive, CancellationToken cancellationToken)
    {
        var hook = record.Hooks[index];
        progress?.Report($"Running {@event} hook {hook.Kind} {hook.Name}");
        var targets = Place(hook);
        var started = cluster.Now;
        try
        {
            await PrepareAsync(hook, targets, keepAlive, cancellationToken);
            foreach (var target in targets)
                await MakeAsync(target, cancellationToken);
            await WaitAsync(hook, @event, targets, keepAlive, cancellationToken);
            record.SetHookRun(index, started, cluster.Now, "Succeeded");
        }
        catch (OptaException)
        {
            record.SetHookRun(index, started, cluster.Now, "Failed");
            if (hook.DeletePolicies.Contains("hook-failed"))
                await DeleteAsync(hook, targets, keepAlive, cancellationToken);
            throw;
        }
    }

    private IReadOnlyList<TargetObject> Place(ReleaseHook hook) => map.PlaceStored(ManifestReader.Read(hook.Manifest));

    private async Task PrepareAsync(ReleaseHook hook, IReadOnlyList<TargetObject> targets, Func<Task> keepAlive, CancellationToken cancellationToken)
    {
        // A job or pod cannot be run again in place: what an interrupted run left is removed whatever the policy says.
        var rerun = hook.Kind is "Job" or "Pod";
        if (rerun || hook.DeletePolicies.Count == 0 || hook.DeletePolicies.Contains(BeforeCreation))
            await DeleteAsync(hook, targets, keepAlive, cancellationToken);
    }

    private async Task MakeAsync(TargetObject target, CancellationToken cancellationToken)
    {
        try
        {
            await cluster.Client.CreateAsync(target.Document, new WriteOptions { FieldManager = "helm", FieldValidation = "Warn" }, cancellationToken);
        }
        catch (KubernetesException e) when (e.Failure == KubernetesFailure.AlreadyExists)
        {
            await cluster.Client.ApplyAsync(
                target.Document, new ApplyOptions { FieldManager = "helm", Force = true, FieldValidation = "Warn" }, cancellationToken);
        }
    }

    private async Task WaitAsync(ReleaseHook hook, string @event, IReadOnlyList<TargetObject> targets, Func<Task> keepAlive, CancellationToken cancellationToken)
    {
        var start = cluster.Now;
        foreach (var target in targets.Where(target => target.Id.Kind is "Job" or "Pod"))
        {
            while (true)
            {
                var state = await HookProgress.LookAsync(cluster.Client, target.Key, cancellationToken);
                if (state.IsReady)
                    break;
                if (state.HasFailed || cluster.Now - start > timeout)
                    throw await FailedAsync(hook, @event, target, state.HasFailed ? state.Reason : $"It did not end within {timeout}: {state.Reason}", cancellationToken);
                await keepAlive();
                await cluster.DelayAsync(ReleaseCluster.Pause(cluster.Now - start), cancellationToken);
            }
        }
    }

    private async Task DeleteAsync(ReleaseHook hook, IReadOnlyList<TargetObject> targets, Func<Task> keepAlive, CancellationToken cancellationToken)
    {
        if (hook.Kind == "CustomResourceDefinition")
            return;
        var start = cluster.Now;
        foreach (var target in targets.Where(target => !target.IsKept))
        {
            if (await cluster.Client.GetAsync(target.Key, cancellationToken) is null)
                continue;
            if (!await cluster.Client.DeleteAsync(target.Key, new DeleteOptions(), cancellationToken))
                continue;
            while (await cluster.Client.GetAsync(target.Key, cancellationToken) is not null)
            {
                if (cluster.Now - start > timeout)
                    throw NotGone(target, hook);
                await keepAlive();
                await cluster.DelayAsync(ReleaseCluster.Pause(cluster.Now - start), cancellationToken);
            }
        }
    }

    private async Task<OptaException> FailedAsync(ReleaseHook hook, string @event, TargetObject target, string reason, CancellationToken cancellationToken) => new(
        new Diagnostic("OPTA5531", Severity.Error, $"The {@event} hook {target} of the release failed: {reason}")
        {
            Resource = target.ToString(),
            Cause = reason,
            Evidence = await cluster.Observer.CollectAsync([target.Key], cancellationToken),
            Remedy = $"Correct what the log shows (template {hook.Path}), then run the command again.",
        });

    private static OptaException NotGone(TargetObject target, ReleaseHook hook) => new(
        new Diagnostic("OPTA5532", Severity.Error, $"The hook object {target} was not deleted in time.")
        {
            Resource = target.ToString(),
            Remedy = $"Look at its finalizers (template {hook.Path}), then run the command again.",
            Category = DiagnosticCategory.OperationTimeout,
        });
}
