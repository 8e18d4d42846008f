using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Controllers;

/// <summary>The condition ReplicaFailure: a replica set's pods are refused, and its deployment says so too.</summary>
internal static class ReplicaFailure
{
    private const string Type = "ReplicaFailure";

    /// <summary>Writes what went wrong into a replica set's status, or takes the condition away.</summary>
    public static void Note(Cluster cluster, JsonObject status, ApiException? refusal)
    {
        var conditions = status["conditions"] as JsonArray ?? [];
        var known = Find(conditions);
        if (refusal is null && known is null)
            return;
        if (known is not null)
            conditions.Remove(known);
        if (refusal is not null)
            conditions.Add(new JsonObject
            {
                ["type"] = Type,
                ["status"] = "True",
                ["lastTransitionTime"] = known.Text("lastTransitionTime") ?? cluster.Timestamp,
                ["reason"] = "FailedCreate",
                ["message"] = refusal.Message,
            });
        if (conditions.Count == 0)
            status.Remove("conditions");
        else if (conditions.Parent is null)
            status["conditions"] = conditions;
    }

    /// <summary>Copies the condition of a deployment's replica sets, the new one's first, or takes it away.</summary>
    public static void Copy(Cluster cluster, JsonObject deployment, IEnumerable<JsonObject> sets)
    {
        var failed = sets.Select(set => Find(set.List("status", "conditions"))).FirstOrDefault(condition => condition is not null);
        if (failed is not null)
            DeploymentConditions.Set(cluster, deployment, Type, true, failed.Text("reason") ?? "", failed.Text("message") ?? "", progress: false);
        else if (deployment.List("status", "conditions") is { } conditions && Find(conditions) is { } stale)
            conditions.Remove(stale);
    }

    private static JsonObject? Find(JsonArray? conditions) => conditions?.OfType<JsonObject>().FirstOrDefault(condition => condition.Text("type") == Type);
}
