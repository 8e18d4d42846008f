using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Controllers;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Objects;
using OptaPS.Sandbox.Kubernetes.Storage;

namespace OptaPS.Sandbox.Kubernetes.Pods;

/// <summary>The simulated kubelet: takes bound pods through pulling, starting, readiness, crashes, completion and termination.</summary>
internal sealed class PodRuntime(Cluster cluster) : IController
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(1);

    public IEnumerable<ObjectKey> Affected(StoreEvent change)
    {
        if (change.Current.Resource == "/pods" && change.Type != StoreEventType.Deleted)
            yield return change.Current.Key;
    }

    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken ct)
    {
        if (cluster.Store.Get("/pods", key.Namespace, key.Name) is not { } stored)
            return null;
        var pod = stored.Body;
        if (pod.Text("spec", "nodeName") is null or "")
            return null;
        if (pod.IsDeleting())
            return await TerminateAsync(stored, ct);
        if (PodFacts.IsTerminal(pod))
            return null;
        if (pod.List("status", "containerStatuses") is null)
        {
            await StatusAsync(pod, body => PodStart.Begin(cluster, body), ct);
            return Step;
        }

        if (PodDependencies.Missing(cluster, pod) is { } missing)
        {
            await cluster.Events.RecordAsync(pod, "Warning", missing.Reason, missing.Message, "kubelet", ct);
            await StatusAsync(pod, body => PodStart.Wait(body, missing.Reason == "Failed" ? "CreateContainerConfigError" : "ContainerCreating", missing.Reason == "Failed" ? missing.Message : null), ct);
            return TimeSpan.FromSeconds(10);
        }

        var next = await new PodProgress(cluster, pod).AdvanceAsync(ct);
        if (next.Changed is { } done && done.Text("phase") == "Succeeded")
            await JobEffects.ApplyAsync(cluster, pod, ct);
        if (next.Changed is { } changed)
            await StatusAsync(pod, body => body["status"] = changed.DeepClone(), ct);
        return next.Again;
    }

    private Task StatusAsync(JsonObject pod, Action<JsonObject> change, CancellationToken ct) =>
        cluster.Objects.UpdateAsync(new WriteContext(cluster.Kinds.Builtin("", "pods"), pod.Namespace(), pod.Name()) { Internal = true, Manager = "kubelet", Subresource = "status" }, body =>
        {
            change(body);
            return body;
        }, ct);

    private async Task<TimeSpan?> TerminateAsync(StoredObject stored, CancellationToken ct)
    {
        var pod = stored.Body;
        if (pod.Number("metadata", "deletionGracePeriodSeconds") == 0 && (pod.List("metadata", "finalizers")?.Count ?? 0) == 0)
        {
            cluster.Store.Remove(stored);
            return null;
        }

        if ((pod.Number("metadata", "deletionGracePeriodSeconds") ?? 0) == 0)
            return null;
        foreach (var container in pod.Objects("status", "containerStatuses").Where(status => status.At("state", "running") is not null))
        {
            await cluster.Events.RecordAsync(pod, "Normal", "Killing", $"Stopping container {container.Text("name")}", "kubelet", ct, $"spec.containers{{{container.Text("name")}}}");
        }

        await cluster.Objects.UpdateAsync(new WriteContext(cluster.Kinds.Builtin("", "pods"), pod.Namespace(), pod.Name()) { Internal = true, Manager = "kubelet" }, body =>
        {
            body.Ensure("metadata")["deletionGracePeriodSeconds"] = 0L;
            return body;
        }, ct);
        if (cluster.Store.Get("/pods", pod.Namespace(), pod.Name()) is { } rest && rest.Body.IsDeleting() && (rest.Body.List("metadata", "finalizers")?.Count ?? 0) == 0)
            cluster.Store.Remove(rest);
        return null;
    }
}
