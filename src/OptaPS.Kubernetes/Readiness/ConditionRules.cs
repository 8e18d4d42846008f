using System.Text.Json.Nodes;
using OptaPS.Kubernetes.Objects;

namespace OptaPS.Kubernetes.Readiness;

/// <summary>Rules on <c>status.conditions</c>.</summary>
internal static class ConditionRules
{
    /// <summary>The condition of a type that is about the present generation, or null.</summary>
    public static JsonObject? Find(JsonNode? status, string type, long? generation = null) =>
        (status?["conditions"] as JsonArray)?.OfType<JsonObject>().FirstOrDefault(condition =>
            condition.Text("type") == type && (generation is null || condition.Number("observedGeneration") is not { } seen || seen >= generation));

    public static bool IsTrue(JsonObject? condition) => condition?.Text("status") == "True";

    /// <summary>Ready when a condition is True.</summary>
    public static ReadinessVerdict Require(JsonObject document, string type)
    {
        var condition = Find(document["status"], type, document["metadata"].Number("generation"));
        return IsTrue(condition) ? ReadinessVerdict.Ready : ReadinessVerdict.Wait(Describe(condition, type));
    }

    /// <summary>Kinds without a rule of their own: Stalled, Reconciling and Ready conditions, as the common library of status computation reads them.</summary>
    public static ReadinessVerdict Generic(JsonObject document)
    {
        var status = document["status"];
        var generation = document["metadata"].Number("generation");
        if (Find(status, "Stalled", generation) is { } stalled && IsTrue(stalled))
            return ReadinessVerdict.Fail(Describe(stalled, "Stalled"));
        if (Find(status, "Reconciling", generation) is { } reconciling && IsTrue(reconciling))
            return ReadinessVerdict.Wait(Describe(reconciling, "Reconciling"));
        return Find(status, "Ready") is null ? ReadinessVerdict.Ready : Require(document, "Ready");
    }

    /// <summary><c>condition Ready is False: NoEndpoints: there is no endpoint</c>.</summary>
    public static string Describe(JsonObject? condition, string type)
    {
        if (condition is null)
            return $"condition {type} is not set yet";
        var parts = new[] { $"condition {type} is {condition.Text("status")}", condition.Text("reason"), condition.Text("message") };
        return string.Join(": ", parts.Where(part => !string.IsNullOrWhiteSpace(part)));
    }
}
