using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Pods;

/// <summary>First status of a pod on its node.</summary>
internal static class PodStart
{
    public static void Begin(Cluster cluster, JsonObject pod)
    {
        var status = pod.Ensure("status");
        status["phase"] = "Pending";
        var node = cluster.Store.Get("/nodes", "", pod.Text("spec", "nodeName") ?? "")?.Body;
        var host = node.Objects("status", "addresses").FirstOrDefault(address => address.Text("type") == "InternalIP").Text("address") ?? "10.0.0.1";
        status["hostIP"] = host;
        status["hostIPs"] = new JsonArray(new JsonObject { ["ip"] = host });
        status.Default("startTime", cluster.Timestamp);
        status["containerStatuses"] = Statuses(pod, "containers", "ContainerCreating");
        if (pod.List("spec", "initContainers") is { Count: > 0 })
            status["initContainerStatuses"] = Statuses(pod, "initContainers", "PodInitializing");
        PodConditions.Set(cluster, pod, "PodReadyToStartContainers", false, null, null);
        PodConditions.Set(cluster, pod, "Initialized", pod.List("spec", "initContainers") is null or { Count: 0 }, null, null);
        PodConditions.Set(cluster, pod, "Ready", false, "ContainersNotReady", "containers with unready status: [" + Names(pod) + "]");
        PodConditions.Set(cluster, pod, "ContainersReady", false, "ContainersNotReady", "containers with unready status: [" + Names(pod) + "]");
    }

    public static void Wait(JsonObject pod, string reason, string? message)
    {
        foreach (var status in pod.Objects("status", "containerStatuses").Where(status => status.At("state", "waiting") is not null))
        {
            var waiting = new JsonObject { ["reason"] = reason };
            if (message is not null)
                waiting["message"] = message;
            status["state"] = new JsonObject { ["waiting"] = waiting };
        }
    }

    public static string Names(JsonObject pod) => string.Join(' ', pod.Objects("spec", "containers").Select(container => container.Text("name")));

    private static JsonArray Statuses(JsonObject pod, string list, string reason) => JsonWrite.ToArray(pod.Objects("spec", list).Select(container => (JsonNode)new JsonObject
    {
        ["name"] = container.Text("name"),
        ["state"] = new JsonObject { ["waiting"] = new JsonObject { ["reason"] = reason } },
        ["lastState"] = new JsonObject(),
        ["ready"] = false,
        ["restartCount"] = 0L,
        ["image"] = container.Text("image"),
        ["imageID"] = "",
        ["started"] = false
    }));
}
