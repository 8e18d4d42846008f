using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Api;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Pods;
using OptaPS.Sandbox.Kubernetes.Schema;
using OptaPS.Sandbox.Kubernetes.Storage;

namespace OptaPS.Sandbox.Kubernetes.Controllers;

/// <summary>Places pods on nodes that are ready, tolerated, selected and large enough; others stay pending with an event.</summary>
internal sealed class SchedulerController(Cluster cluster) : IController
{
    public IEnumerable<ObjectKey> Affected(StoreEvent change)
    {
        if (change.Current.Resource == "/pods")
        {
            if (change.Type != StoreEventType.Deleted && Waits(change.Current.Body))
                yield return change.Current.Key;
            else if (change.Type == StoreEventType.Deleted)
                foreach (var key in Waiting())
                    yield return key;
        }
        else if (change.Current.Resource is "/nodes" && (change.Type != StoreEventType.Modified || !JsonWrite.Same(change.Current.Body["spec"], change.Previous?.Body["spec"])))
        {
            foreach (var key in Waiting())
                yield return key;
        }
    }

    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken ct)
    {
        if (cluster.Store.Get("/pods", key.Namespace, key.Name) is not { } stored || !Waits(stored.Body))
            return null;
        var pod = stored.Body;
        var nodes = cluster.Store.List("/nodes");
        var refusals = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var fits = new List<(StoredObject Node, int Load)>();
        var placed = cluster.Store.List("/pods").Where(item => item.Body.Text("spec", "nodeName") is not null && !PodFacts.IsTerminal(item.Body)).ToLookup(item => item.Body.Text("spec", "nodeName")!);
        foreach (var node in nodes)
        {
            var why = SchedulingRules.Refusal(pod, node.Body, [.. placed[node.Key.Name].Select(item => item.Body)]);
            if (why is null)
                fits.Add((node, placed[node.Key.Name].Count(item => Owners.Controller(item.Body).Text("uid") is { } uid && uid == Owners.Controller(pod).Text("uid")) * 1000 + placed[node.Key.Name].Count()));
            else
                refusals[why] = refusals.GetValueOrDefault(why) + 1;
        }

        if (fits.Count == 0)
        {
            var reasons = nodes.Count == 0 ? "no nodes available to schedule pods"
                : $"0/{nodes.Count} nodes are available: {string.Join(", ", refusals.Select(pair => $"{pair.Value} {pair.Key}"))}.";
            await cluster.Objects.UpdateStatusAsync(cluster.Kinds.Builtin("", "pods"), pod, body => PodConditions.Set(cluster, body, "PodScheduled", false, "Unschedulable", reasons), ct);
            await cluster.Events.RecordAsync(pod, "Warning", "FailedScheduling", reasons, "default-scheduler", ct);
            cluster.Nodes.Want(pod, refusals.Keys.Any(reason => reason.StartsWith("Insufficient", StringComparison.Ordinal) || reason.StartsWith("Too many", StringComparison.Ordinal)));
            return TimeSpan.FromSeconds(20);
        }

        var chosen = fits.MinBy(fit => fit.Load).Node;
        await PodBinder.BindAsync(cluster, cluster.Kinds.Builtin("", "pods"), key.Namespace, key.Name, chosen.Key.Name, ct);
        await cluster.Events.RecordAsync(pod, "Normal", "Scheduled", $"Successfully assigned {key.Namespace}/{key.Name} to {chosen.Key.Name}", "default-scheduler", ct);
        return null;
    }

    private static bool Waits(JsonObject pod) => pod.Text("spec", "nodeName") is null or "" && !pod.IsDeleting() && !PodFacts.IsTerminal(pod)
        && pod.Text("spec", "schedulerName") is null or "default-scheduler" && pod.List("spec", "schedulingGates") is null or { Count: 0 };

    private IEnumerable<ObjectKey> Waiting() => cluster.Store.List("/pods").Where(item => Waits(item.Body)).Select(item => item.Key);
}
