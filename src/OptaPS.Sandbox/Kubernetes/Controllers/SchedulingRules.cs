using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Api;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Schema;

namespace OptaPS.Sandbox.Kubernetes.Controllers;

/// <summary>Why a pod does not fit a node.</summary>
internal static class SchedulingRules
{
    public static string? Refusal(JsonObject pod, JsonObject node, IReadOnlyList<JsonObject> present)
    {
        if (node.Flag("spec", "unschedulable") && !Tolerates(pod, "node.kubernetes.io/unschedulable", "", "NoSchedule"))
            return "node(s) were unschedulable";
        foreach (var taint in node.Objects("spec", "taints").Where(taint => taint.Text("effect") is "NoSchedule" or "NoExecute"))
        {
            if (!Tolerates(pod, taint.Text("key") ?? "", taint.Text("value") ?? "", taint.Text("effect")!))
                return $"node(s) had untolerated taint {{{taint.Text("key")}: {taint.Text("value")}}}";
        }

        if (!LabelSelector.FromMap(pod.Map("spec", "nodeSelector")).Matches(node) || !Affine(pod, node))
            return "node(s) didn't match Pod's node affinity/selector";
        if (present.Count >= (decimal.TryParse(node.Text("status", "allocatable", "pods"), out var limit) ? limit : 110))
            return "Too many pods";
        foreach (var resource in new[] { "cpu", "memory" })
        {
            if (!Quantity.TryParse(node.Text("status", "allocatable", resource) ?? "", out var total))
                continue;
            var wanted = Requested(pod, resource);
            if (wanted > 0 && present.Sum(other => Requested(other, resource)) + wanted > total.Value)
                return "Insufficient " + resource;
        }

        return null;
    }

    /// <summary>The requests of a pod's containers, in whole units.</summary>
    public static decimal Requested(JsonObject pod, string resource) => pod.Objects("spec", "containers")
        .Sum(container => Quantity.TryParse(container.Text("resources", "requests", resource) ?? "", out var amount) ? amount.Value : 0);

    public static bool Tolerates(JsonObject pod, string key, string value, string effect) => pod.Objects("spec", "tolerations").Any(toleration =>
        (toleration.Text("effect") is null or "" || toleration.Text("effect") == effect)
        && (toleration.Text("key") is null or "" || toleration.Text("key") == key)
        && (toleration.Text("operator") == "Exists" || (toleration.Text("value") ?? "") == value));

    private static bool Affine(JsonObject pod, JsonObject node)
    {
        var terms = pod.Objects("spec", "affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution", "nodeSelectorTerms").ToList();
        return terms.Count == 0 || terms.Any(term =>
            LabelSelector.FromObject(new JsonObject { ["matchExpressions"] = term["matchExpressions"]?.DeepClone() })!.Matches(node)
            && term.Objects("matchFields").All(field => field.Text("key") == "metadata.name" && field.Texts("values").Contains(node.Name())));
    }
}
