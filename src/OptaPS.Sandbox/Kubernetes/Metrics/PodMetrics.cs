using System.Numerics;
using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Controllers;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Pods;
using OptaPS.Sandbox.Kubernetes.Schema;
using OptaPS.Sandbox.Kubernetes.Validation;

namespace OptaPS.Sandbox.Kubernetes.Metrics;

/// <summary>Scripted use of processor and memory.</summary>
internal static class PodMetrics
{
    public static JsonObject OfPod(Cluster cluster, JsonObject pod) => Describe(cluster, "PodMetrics", pod, "containers", new JsonArray([.. pod.Objects("spec", "containers").Select(container => (JsonNode)new JsonObject
    {
        ["name"] = container.Text("name"),
        ["usage"] = new JsonObject { ["cpu"] = Usage(pod, container, "cpu").Canonical, ["memory"] = Usage(pod, container, "memory").Canonical }
    })]));

    public static JsonObject OfNode(Cluster cluster, JsonObject node)
    {
        var pods = cluster.Store.List("/pods").Select(item => item.Body).Where(pod => pod.Text("spec", "nodeName") == node.Name() && PodFacts.IsActive(pod)).ToList();
        Quantity Sum(string name, string own)
        {
            _ = Quantity.TryParse(own, out var total);
            var nano = pods.SelectMany(pod => pod.Objects("spec", "containers").Select(container => Usage(pod, container, name))).Aggregate(total.Nano, (sum, usage) => sum + usage.Nano);
            return Quantity.FromNano(nano, name == "memory");
        }

        return Describe(cluster, "NodeMetrics", node, "usage", new JsonObject { ["cpu"] = Sum("cpu", "80m").Canonical, ["memory"] = Sum("memory", "400Mi").Canonical });
    }

    /// <summary>What a container uses: as its pod's annotation says, else half its request, else a little.</summary>
    public static Quantity Usage(JsonObject pod, JsonObject container, string name)
    {
        if (pod.Annotation(PodScript.Prefix + name) is { } scripted && Quantity.TryParse(scripted, out var wanted))
            return wanted;
        if (ResourceRules.Read(container.At("resources", "requests", name)) is { } request)
            return Quantity.FromNano(request.Nano / 2 / (name == "memory" ? 1024 * BigInteger.Pow(10, 9) : 1_000_000) * (name == "memory" ? 1024 * BigInteger.Pow(10, 9) : 1_000_000), name == "memory");
        _ = Quantity.TryParse(name == "memory" ? "16Mi" : "5m", out var little);
        return little;
    }

    private static JsonObject Describe(Cluster cluster, string kind, JsonObject body, string member, JsonNode value)
    {
        var meta = new JsonObject { ["name"] = body.Name(), ["creationTimestamp"] = cluster.Timestamp };
        if (body.Namespace().Length > 0)
            meta["namespace"] = body.Namespace();
        if (body.At("metadata", "labels") is { } labels)
            meta["labels"] = labels.DeepClone();
        return new JsonObject { ["kind"] = kind, ["apiVersion"] = "metrics.k8s.io/v1beta1", ["metadata"] = meta, ["timestamp"] = cluster.Timestamp, ["window"] = "10s", [member] = value };
    }
}
