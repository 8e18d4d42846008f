using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Pods;

/// <summary>Sets entries of status.conditions.</summary>
internal static class PodConditions
{
    public static void Set(Cluster cluster, JsonObject body, string type, bool value, string? reason, string? message)
    {
        var conditions = body.Ensure("status").EnsureList("conditions");
        var condition = conditions.OfType<JsonObject>().FirstOrDefault(item => item.Text("type") == type);
        var status = value ? "True" : "False";
        if (condition is null)
            conditions.Add(condition = new JsonObject { ["type"] = type });
        if (condition.Text("status") != status)
        {
            condition["status"] = status;
            if (body.Text("kind") == "Pod")
                condition["lastProbeTime"] = null;
            condition["lastTransitionTime"] = cluster.Timestamp;
        }

        Put(condition, "reason", reason);
        Put(condition, "message", message);
        if (body.Text("kind") == "Pod" && reason != "SchedulingGated" && body.Number("metadata", "generation") is { } generation)
            condition["observedGeneration"] = generation;
    }

    private static void Put(JsonObject condition, string name, string? value)
    {
        if (value is null)
            condition.Remove(name);
        else
            condition[name] = value;
    }
}
