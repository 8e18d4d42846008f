using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Mesh;

/// <summary>The mesh identity of a pod.</summary>
internal static class MeshIdentity
{
    public const string ProxyName = "linkerd-proxy";

    /// <summary>The identity that the injector gave the pod, or null for a pod outside the mesh.</summary>
    public static string? Of(JsonObject pod)
    {
        var proxy = pod.Objects("spec", "containers").Concat(pod.Objects("spec", "initContainers")).FirstOrDefault(container => container.Text("name") == ProxyName);
        return proxy.Objects("env").FirstOrDefault(item => item.Text("name") == "LINKERD2_PROXY_IDENTITY_LOCAL_NAME").Text("value");
    }
}
