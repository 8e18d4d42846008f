using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Entry;

/// <summary>Conditions in the form of the Gateway API.</summary>
internal static class GatewayConditions
{
    public static JsonArray Merge(Cluster cluster, JsonNode? before, long generation, params (string Type, bool Value, string Reason, string Message)[] wanted)
    {
        var list = new JsonArray();
        foreach (var (type, value, reason, message) in wanted)
        {
            var status = value ? "True" : "False";
            var old = before.Objects().FirstOrDefault(item => item.Text("type") == type);
            list.Add(new JsonObject
            {
                ["type"] = type,
                ["status"] = status,
                ["observedGeneration"] = generation,
                ["lastTransitionTime"] = old.Text("status") == status ? old.Text("lastTransitionTime") : cluster.Timestamp,
                ["reason"] = reason,
                ["message"] = message
            });
        }

        return list;
    }
}
