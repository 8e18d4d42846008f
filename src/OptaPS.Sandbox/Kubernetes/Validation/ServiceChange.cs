using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Validation;

/// <summary>What may not change in a service.</summary>
internal static class ServiceChange
{
    public static void Check(Findings found, JsonObject spec, JsonObject before)
    {
        var (type, was) = (spec.Text("type"), before.Text("type"));
        var now = spec.Text("clusterIP") is { Length: > 0 } single ? single : spec.Texts("clusterIPs").FirstOrDefault();
        if (was != "ExternalName" && type != "ExternalName" && before.Text("clusterIP") is { Length: > 0 } address && now is not null && now != address)
            found.Invalid("spec.clusterIPs[0]", new JsonArray(now), "may not change once set");
        if (was == "LoadBalancer" && type == "LoadBalancer")
            found.Immutable("spec.loadBalancerClass", spec["loadBalancerClass"], before["loadBalancerClass"], "may not change once set");
    }
}
