using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Controllers;

/// <summary>Counts and conditions of a deployment.</summary>
internal static class DeploymentStatus
{
    public static async Task<TimeSpan?> UpdateAsync(Cluster cluster, JsonObject deployment, JsonObject? current, CancellationToken ct)
    {
        var sets = Owners.Controlled(cluster, "apps/replicasets", deployment).Select(item => item.Body).ToList();
        var fresh = current is null ? null : sets.FirstOrDefault(set => set.Uid() == current.Uid());
        var desired = deployment.Number("spec", "replicas") ?? 1;
        long Sum(string name) => sets.Sum(set => set.Number("status", name) ?? 0);
        var replicas = Sum("replicas");
        var available = Sum("availableReplicas");
        var updated = fresh?.Number("status", "replicas") ?? 0;
        TimeSpan? again = null;
        await cluster.Objects.UpdateStatusAsync(cluster.Kinds.Builtin("apps", "deployments"), deployment, body =>
        {
            var old = body.Map("status") ?? [];
            var status = new JsonObject { ["observedGeneration"] = body.Number("metadata", "generation") };
            Put(status, "replicas", replicas);
            Put(status, "updatedReplicas", updated);
            Put(status, "readyReplicas", Sum("readyReplicas"));
            Put(status, "availableReplicas", available);
            Put(status, "unavailableReplicas", Math.Max(0, sets.Sum(set => set.Number("spec", "replicas") ?? 0) - available));
            status["terminatingReplicas"] = Sum("terminatingReplicas");
            if (old["collisionCount"] is { } collisions)
                status["collisionCount"] = collisions.DeepClone();
            status["conditions"] = old["conditions"]?.DeepClone() ?? new JsonArray();
            body["status"] = status;
            var unavailable = body.Text("spec", "strategy", "type") == "RollingUpdate" ? PodFacts.Scaled(body.At("spec", "strategy", "rollingUpdate", "maxUnavailable"), desired, roundUp: false) : 0;
            var enough = available >= desired - unavailable;
            DeploymentConditions.Set(cluster, body, "Available", enough, enough ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable",
                enough ? "Deployment has minimum availability." : "Deployment does not have minimum availability.", progress: false);
            ReplicaFailure.Copy(cluster, body, fresh is null ? sets : [fresh, .. sets]);
            again = DeploymentConditions.Progress(cluster, body, old, fresh, desired, replicas, updated, available);
        }, ct);
        return again;
    }

    private static void Put(JsonObject status, string name, long value)
    {
        if (value != 0)
            status[name] = value;
    }
}
