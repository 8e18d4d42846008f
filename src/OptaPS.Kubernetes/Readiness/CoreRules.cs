using System.Text.Json.Nodes;
using OptaPS.Kubernetes.Objects;

namespace OptaPS.Kubernetes.Readiness;

/// <summary>Rules of services, volumes, namespaces and custom resource definitions.</summary>
internal static class CoreRules
{
    public static ReadinessVerdict Service(JsonObject live)
    {
        var spec = live["spec"];
        var type = spec.TextAt("type");
        if (type == "ExternalName")
            return ReadinessVerdict.Ready;
        if (string.IsNullOrEmpty(spec.TextAt("clusterIP")))
            return ReadinessVerdict.Wait("it has no cluster address yet");
        return type == "LoadBalancer" && (spec?["externalIPs"] as JsonArray ?? []).Count == 0 && (live["status"]?["loadBalancer"]?["ingress"] as JsonArray ?? []).Count == 0
            ? ReadinessVerdict.Wait("its load balancer has no address yet")
            : ReadinessVerdict.Ready;
    }

    public static ReadinessVerdict Claim(JsonObject live) => live["status"].TextAt("phase") switch
    {
        "Bound" => ReadinessVerdict.Ready,
        "Lost" => ReadinessVerdict.Fail("its volume is lost"),
        var phase => ReadinessVerdict.Wait($"it is not bound to a volume ({phase ?? "Pending"})"),
    };

    public static ReadinessVerdict Volume(JsonObject live) => live["status"].TextAt("phase") switch
    {
        "Available" or "Bound" or "Released" => ReadinessVerdict.Ready,
        "Failed" => ReadinessVerdict.Fail($"its reclamation failed: {live["status"].TextAt("message")}"),
        var phase => ReadinessVerdict.Wait($"its phase is {phase ?? "Pending"}"),
    };

    public static ReadinessVerdict Namespace(JsonObject live) => live["status"].TextAt("phase") is null or "Active" ? ReadinessVerdict.Ready : ReadinessVerdict.Wait("it is being deleted");

    public static ReadinessVerdict Definition(JsonObject live)
    {
        if (ConditionRules.Find(live["status"], "NamesAccepted") is { } names && names.Text("status") == "False")
            return ReadinessVerdict.Fail(ConditionRules.Describe(names, "NamesAccepted"));
        return ConditionRules.Require(live, "Established");
    }
}
