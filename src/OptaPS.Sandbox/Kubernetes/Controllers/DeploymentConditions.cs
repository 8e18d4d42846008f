using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Controllers;

/// <summary>The Available and Progressing conditions.</summary>
internal static class DeploymentConditions
{
    public static TimeSpan? Progress(Cluster cluster, JsonObject body, JsonObject old, JsonObject? current, long desired, long replicas, long updated, long available)
    {
        if (body.Flag("spec", "paused"))
        {
            Set(cluster, body, "Progressing", null, "DeploymentPaused", "Deployment is paused", progress: true);
            return null;
        }

        if (current is null)
            return null;
        var present = body.Objects("status", "conditions").FirstOrDefault(condition => condition.Text("type") == "Progressing");
        if (present.Text("reason") == "DeploymentPaused")
            Set(cluster, body, "Progressing", null, "DeploymentResumed", "Deployment is resumed", progress: true);
        var name = current.Name();
        if (updated == desired && replicas == desired && available == desired)
        {
            Set(cluster, body, "Progressing", true, "NewReplicaSetAvailable", $"ReplicaSet \"{name}\" has successfully progressed.", progress: present.Text("reason") != "NewReplicaSetAvailable");
            return null;
        }

        var moved = updated > (old.Number("updatedReplicas") ?? 0) || (old.Number("readyReplicas") ?? 0) < (body.Number("status", "readyReplicas") ?? 0)
            || available > (old.Number("availableReplicas") ?? 0) || (replicas - updated) < ((old.Number("replicas") ?? 0) - (old.Number("updatedReplicas") ?? 0));
        var known = present is not null && (present.Text("message") ?? "").Contains($"\"{name}\"", StringComparison.Ordinal);
        if (!known || present.Text("reason") == "NewReplicaSetAvailable" && (body.Number("metadata", "generation") != old.Number("observedGeneration")))
        {
            Set(cluster, body, "Progressing", true, "NewReplicaSetCreated", $"Created new replica set \"{name}\"", progress: true);
            return Deadline(body);
        }

        if (moved)
        {
            Set(cluster, body, "Progressing", true, "ReplicaSetUpdated", $"ReplicaSet \"{name}\" is progressing.", progress: true);
            return Deadline(body);
        }

        if (present.Text("reason") is "NewReplicaSetAvailable" or "ProgressDeadlineExceeded")
            return null;
        var elapsed = PodFacts.Elapsed(cluster, present.Text("lastUpdateTime"));
        var deadline = Deadline(body);
        if (elapsed < deadline)
            return deadline - elapsed + TimeSpan.FromSeconds(1);
        Set(cluster, body, "Progressing", false, "ProgressDeadlineExceeded", $"ReplicaSet \"{name}\" has timed out progressing.", progress: true);
        return null;
    }

    public static void Set(Cluster cluster, JsonObject body, string type, bool? value, string reason, string message, bool progress)
    {
        var conditions = body.Ensure("status").EnsureList("conditions");
        var status = value is null ? "Unknown" : value.Value ? "True" : "False";
        var condition = conditions.OfType<JsonObject>().FirstOrDefault(item => item.Text("type") == type);
        if (condition is not null && condition.Text("status") == status && condition.Text("reason") == reason && !progress)
            return;
        var transition = condition is null || condition.Text("status") != status ? cluster.Timestamp : condition.Text("lastTransitionTime");
        if (condition is not null)
            conditions.Remove(condition);
        conditions.Add(new JsonObject
        {
            ["type"] = type,
            ["status"] = status,
            ["lastUpdateTime"] = cluster.Timestamp,
            ["lastTransitionTime"] = transition,
            ["reason"] = reason,
            ["message"] = message
        });
    }

    private static TimeSpan Deadline(JsonObject body) => TimeSpan.FromSeconds(Math.Min(body.Number("spec", "progressDeadlineSeconds") ?? 600, 86400));
}
