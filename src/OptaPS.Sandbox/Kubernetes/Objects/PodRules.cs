using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Schema;

namespace OptaPS.Sandbox.Kubernetes.Objects;

/// <summary>New pods are pending and get their quality-of-service class; node topology is copied at binding.</summary>
internal sealed class PodRules : IKindRules
{
    public IReadOnlyList<string> Storages { get; } = ["/pods"];

    public void PrepareCreate(Cluster cluster, JsonObject body)
    {
        body["status"] = new JsonObject { ["phase"] = "Pending", ["qosClass"] = QualityClass(body) };
        if (body.List("spec", "schedulingGates") is { Count: > 0 })
            Pods.PodConditions.Set(cluster, body, "PodScheduled", false, "SchedulingGated", "Scheduling is blocked due to non-empty scheduling gates");
    }

    public void PrepareUpdate(Cluster cluster, JsonObject body, JsonObject old, WriteContext context)
    {
        if (context.Subresource == "status")
        {
            var status = body.Ensure("status");
            status["qosClass"] = old.Text("status", "qosClass") ?? QualityClass(old);
            // The one address and the first of all are the same.
            if (status.Text("podIP") is { Length: > 0 } ip && status.Objects("podIPs").FirstOrDefault().Text("ip") != ip)
                status["podIPs"] = new JsonArray(new JsonObject { ["ip"] = ip });
        }
    }

    public void Allocate(Cluster cluster, JsonObject body, JsonObject? old, bool dryRun)
    {
    }

    private static string QualityClass(JsonObject pod)
    {
        var guaranteed = true;
        var any = false;
        foreach (var container in pod.Objects("spec", "containers").Concat(pod.Objects("spec", "initContainers")))
        {
            foreach (var name in new[] { "cpu", "memory" })
            {
                var request = container.Text("resources", "requests", name);
                var limit = container.Text("resources", "limits", name);
                any |= request is not null || limit is not null;
                guaranteed &= limit is not null && (request is null || (Quantity.TryParse(request, out var left) && Quantity.TryParse(limit, out var right) && left.Nano == right.Nano));
            }
        }

        return !any ? "BestEffort" : guaranteed ? "Guaranteed" : "Burstable";
    }
}
