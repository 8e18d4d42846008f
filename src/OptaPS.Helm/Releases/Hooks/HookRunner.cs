using System.Text.Json.Nodes;
using OptaPS.Diagnostics;
using OptaPS.Helm.Releases.Manifests;
using OptaPS.Helm.Releases.Operations;
using OptaPS.Helm.Releases.Records;
using OptaPS.Kubernetes.Apply;
using OptaPS.Kubernetes.Http;
using OptaPS.Kubernetes.Objects;

namespace OptaPS.Helm.Releases.Hooks;

/// <summary>
/// Runs hooks: deletes what an earlier run left, creates, waits, and deletes by policy. How far each hook is, is recorded before its object is made and after it
/// ended, so that a repeat of an interrupted operation runs no hook twice that has ended, and takes up the one that is running.
/// </summary>
internal sealed class HookRunner(ReleaseCluster cluster, ResourceMap map, TimeSpan timeout, IProgress<string>? progress)
{
    private const string BeforeCreation = "before-hook-creation";
    private const string Running = "Running";
    private const string Succeeded = "Succeeded";
    private const string Failed = "Failed";

    /// <summary>Runs all hooks of an event in order; stops at the first failure.</summary>
    /// <param name="record">The revision whose hooks run; their last runs are noted in it.</param>
    /// <param name="event">The event.</param>
    /// <param name="saving">Writes the record and keeps its lease.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="OptaException">OPTA5531: a hook failed or did not end in time; evidence is attached.</exception>
    public async Task RunAsync(ReleaseRecord record, string @event, HookSaving saving, CancellationToken cancellationToken)
    {
        var executing = HookOrder.For(record.Hooks, @event);
        var ran = false;
        foreach (var (index, _) in executing.Where(entry => record.HookPhase(entry.Index) != Succeeded))
        {
            await RunOneAsync(record, index, @event, saving, cancellationToken);
            ran = true;
        }

        // That all have ended must be known before the traces of it are deleted.
        if (ran)
            await saving.SaveAsync();
        foreach (var (_, hook) in executing.Reverse().Where(entry => entry.Hook.DeletePolicies.Contains("hook-succeeded")))
            await DeleteAsync(hook, Place(hook), saving, cancellationToken);
    }

    /// <summary>Runs one hook without looking at the others, as tests are run.</summary>
    public async Task RunOneAsync(ReleaseRecord record, int index, string @event, HookSaving saving, CancellationToken cancellationToken)
    {
        var hook = record.Hooks[index];
        progress?.Report($"Running {@event} hook {hook.Kind} {hook.Name}");
        var targets = Place(hook);
        try
        {
            var resumes = record.HookPhase(index) == Running;
            if (!resumes)
            {
                await PrepareAsync(hook, targets, saving, cancellationToken);
                record.NameHookPolicy(index, BeforeCreation);
                record.SetHookRun(index, cluster.Now, null, Running);
                await saving.SaveAsync();
            }

            foreach (var target in targets)
                await MakeAsync(target, resumes, cancellationToken);
            await WaitAsync(hook, @event, targets, saving, cancellationToken);
            record.SetHookRun(index, record.HookStarted(index), cluster.Now, Succeeded);
        }
        catch (OptaException)
        {
            record.SetHookRun(index, record.HookStarted(index), cluster.Now, Failed);
            if (hook.DeletePolicies.Contains("hook-failed"))
                await DeleteAsync(hook, targets, saving, cancellationToken);
            throw;
        }
    }

    /// <summary>Deletes what hooks of a revision left behind; definitions and kept objects stay.</summary>
    public async Task DeleteLeftoversAsync(ReleaseRecord record, CancellationToken cancellationToken)
    {
        foreach (var hook in record.Hooks)
            await DeleteAsync(hook, Place(hook), HookSaving.None, cancellationToken);
    }

    private IReadOnlyList<TargetObject> Place(ReleaseHook hook) => map.PlaceStored(ManifestReader.Read(hook.Manifest));

    private async Task PrepareAsync(ReleaseHook hook, IReadOnlyList<TargetObject> targets, HookSaving saving, CancellationToken cancellationToken)
    {
        // A job or pod cannot be run again in place: what an interrupted run left is removed whatever the policy says.
        var rerun = hook.Kind is "Job" or "Pod";
        if (rerun || hook.DeletePolicies.Count == 0 || hook.DeletePolicies.Contains(BeforeCreation))
            await DeleteAsync(hook, targets, saving, cancellationToken);
    }

    private async Task MakeAsync(TargetObject target, bool resumes, CancellationToken cancellationToken)
    {
        // What was there before the run was deleted before the run was recorded, so what is there now is its own.
        if (resumes && await cluster.Client.GetAsync(target.Key, cancellationToken) is not null)
            return;
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

    private async Task WaitAsync(ReleaseHook hook, string @event, IReadOnlyList<TargetObject> targets, HookSaving saving, CancellationToken cancellationToken)
    {
        var start = cluster.Now;
        foreach (var target in targets.Where(target => target.Id.Kind is "Job" or "Pod"))
        {
            JsonObject? seen = null;
            while (true)
            {
                (var state, seen) = await HookProgress.LookAsync(cluster.Client, target.Key, seen, cancellationToken);
                if (state.IsReady)
                {
                    if (state.Reason.Length > 0)
                        progress?.Report($"{target}: {state.Reason}");
                    break;
                }

                if (state.HasFailed || cluster.Now - start > timeout)
                    throw await FailedAsync(hook, @event, target, state.HasFailed ? state.Reason : $"It did not end within {timeout}: {state.Reason}", cancellationToken);
                await saving.KeepAsync();
                await cluster.DelayAsync(ReleaseCluster.Pause(cluster.Now - start), cancellationToken);
            }
        }
    }

    private async Task DeleteAsync(ReleaseHook hook, IReadOnlyList<TargetObject> targets, HookSaving saving, CancellationToken cancellationToken)
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
                await saving.KeepAsync();
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
