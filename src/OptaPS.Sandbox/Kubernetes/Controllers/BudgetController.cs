using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Api;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Storage;

namespace OptaPS.Sandbox.Kubernetes.Controllers;

/// <summary>Status of pod disruption budgets.</summary>
internal sealed class BudgetController(Cluster cluster) : IController
{
    private const string Storage = "policy/poddisruptionbudgets";

    public IEnumerable<ObjectKey> Affected(StoreEvent change)
    {
        if (change.Current.Resource == Storage)
            return [change.Current.Key];
        return change.Current.Resource == "/pods" ? cluster.Store.List(Storage, change.Current.Key.Namespace).Select(item => item.Key) : [];
    }

    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken ct)
    {
        if (cluster.Store.Get(Storage, key.Namespace, key.Name)?.Body is not { } budget || budget.IsDeleting())
            return null;
        var selector = LabelSelector.FromObject(budget.Map("spec", "selector"));
        var pods = cluster.Store.List("/pods", key.Namespace).Select(item => item.Body).Where(pod => selector?.Matches(pod) == true && !PodFacts.IsTerminal(pod)).ToList();
        if (pods.Count == 0)
            await cluster.Events.RecordAsync(budget, "Normal", "NoPods", "No matching pods found", "controllermanager", ct);
        var healthy = pods.Count(pod => PodFacts.IsReady(pod) && !pod.IsDeleting());
        long expected = pods.Count;
        var wanted = Expected(pods);
        long desired;
        if (budget.At("spec", "maxUnavailable") is { } unavailable)
        {
            expected = wanted;
            desired = Math.Max(0, expected - PodFacts.Scaled(unavailable, expected, roundUp: true));
        }
        else
        {
            var minimum = budget.At("spec", "minAvailable");
            expected = minimum.Text() is not null ? wanted : pods.Count;
            desired = PodFacts.Scaled(minimum, expected, roundUp: true);
        }

        var allowed = expected == 0 ? 0 : Math.Max(0, healthy - desired);
        await cluster.Objects.UpdateStatusAsync(cluster.Kinds.Builtin("policy", "poddisruptionbudgets"), budget, body =>
        {
            var status = body.Ensure("status");
            status["observedGeneration"] = body.Number("metadata", "generation");
            status["disruptionsAllowed"] = allowed;
            status["currentHealthy"] = (long)healthy;
            status["desiredHealthy"] = desired;
            status["expectedPods"] = expected;
            var gone = status.Map("disruptedPods")?.Select(pair => pair.Key).Where(name => cluster.Store.Get("/pods", key.Namespace, name) is null).ToList() ?? [];
            foreach (var name in gone)
                status.Map("disruptedPods")!.Remove(name);
            if (status.Map("disruptedPods") is { Count: 0 })
                status.Remove("disruptedPods");
            Pods.PodConditions.Set(cluster, body, "DisruptionAllowed", allowed > 0, allowed > 0 ? "SufficientPods" : "InsufficientPods", "");
            foreach (var condition in status.Objects("conditions"))
                condition["observedGeneration"] = body.Number("metadata", "generation");
        }, ct);
        return null;
    }

    /// <summary>The replicas that the pods' controllers want.</summary>
    private long Expected(List<JsonObject> pods)
    {
        var total = 0L;
        foreach (var owner in pods.Select(Owners.Controller).OfType<JsonObject>().DistinctBy(owner => owner.Text("uid")))
        {
            var kind = cluster.Kinds.FindKind(owner.Text("apiVersion") ?? "", owner.Text("kind") ?? "");
            total += kind is null ? 0 : cluster.Store.Get(kind.Storage, pods[0].Namespace(), owner.Text("name") ?? "")?.Body.Number("spec", "replicas") ?? 0;
        }

        return total;
    }
}
