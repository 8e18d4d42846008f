using System.Text.Json.Nodes;
using OptaPS.Kubernetes.Objects;

namespace OptaPS.Kubernetes.Readiness;

/// <summary>Rules of the Gateway API.</summary>
internal static class GatewayRules
{
    public static ReadinessVerdict Gateway(JsonObject live)
    {
        var accepted = ConditionRules.Require(live, "Accepted");
        return accepted.IsReady ? ConditionRules.Require(live, "Programmed") : accepted;
    }

    public static ReadinessVerdict Route(JsonObject live)
    {
        var generation = live["metadata"].Number("generation");
        var parents = (live["status"]?["parents"] as JsonArray ?? []).OfType<JsonObject>().ToList();
        foreach (var wanted in (live["spec"]?["parentRefs"] as JsonArray ?? []).OfType<JsonObject>())
        {
            if (parents.FirstOrDefault(parent => Same(wanted, parent["parentRef"])) is not { } parent)
                return ReadinessVerdict.Wait($"gateway {wanted.Text("name")} has not answered yet");
            foreach (var type in (string[])["Accepted", "ResolvedRefs"])
                if (ConditionRules.Find(parent, type, generation) is var condition && !ConditionRules.IsTrue(condition))
                    return ReadinessVerdict.Wait($"gateway {wanted.Text("name")}: {ConditionRules.Describe(condition, type)}");
        }

        return ReadinessVerdict.Ready;
    }

    private static bool Same(JsonObject wanted, JsonNode? answered) =>
        wanted.Text("name") == answered.TextAt("name")
        && wanted.Text("sectionName") == answered.TextAt("sectionName")
        && wanted.Number("port") == answered.Number("port")
        && (wanted.Text("namespace") is not { } @namespace || @namespace == answered.TextAt("namespace"));
}
