using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Entry;

/// <summary>Whether the program that implements a gateway class runs.</summary>
internal static class GatewayControllers
{
    /// <summary>The ready Deployment that answers for a controller name, or null.</summary>
    public static JsonObject? Running(Cluster cluster, string controllerName) => cluster.Store.List("apps/deployments").Select(item => item.Body)
        .FirstOrDefault(deployment => (deployment.Number("status", "readyReplicas") ?? 0) > 0 && Implements(deployment, controllerName));

    private static bool Implements(JsonObject deployment, string controllerName)
    {
        var arguments = deployment.Objects("spec", "template", "spec", "containers").SelectMany(container => container.Texts("args").Concat(container.Texts("command")));
        if (arguments.Any(argument => argument.EndsWith("gateway-ctlr-name=" + controllerName, StringComparison.Ordinal)))
            return true;
        return controllerName switch
        {
            "istio.io/gateway-controller" => deployment.Name() == "istiod",
            "gateway.envoyproxy.io/gatewayclass-controller" => deployment.Name() == "envoy-gateway",
            _ => false
        };
    }
}
