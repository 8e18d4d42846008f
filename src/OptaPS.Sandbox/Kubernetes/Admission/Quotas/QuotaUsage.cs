using System.Numerics;
using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Schema;
using OptaPS.Sandbox.Kubernetes.Validation;

namespace OptaPS.Sandbox.Kubernetes.Admission.Quotas;

/// <summary>What objects use of the resources that quotas count.</summary>
internal static class QuotaUsage
{
    /// <summary>Kinds whose number is counted under their own name.</summary>
    private static readonly Dictionary<string, string> Counted = new(StringComparer.Ordinal)
    {
        ["pods"] = "/pods", ["services"] = "/services", ["secrets"] = "/secrets", ["configmaps"] = "/configmaps", ["persistentvolumeclaims"] = "/persistentvolumeclaims",
        ["replicationcontrollers"] = "/replicationcontrollers", ["resourcequotas"] = "/resourcequotas"
    };

    /// <summary>The storages that a counted resource depends on.</summary>
    public static string StorageOf(string resource)
    {
        if (resource.StartsWith("count/", StringComparison.Ordinal))
        {
            var name = resource["count/".Length..];
            var dot = name.IndexOf('.', StringComparison.Ordinal);
            return dot < 0 ? "/" + name : name[(dot + 1)..] + "/" + name[..dot];
        }

        if (Counted.TryGetValue(resource, out var storage))
            return storage;
        return resource.StartsWith("services.", StringComparison.Ordinal) ? "/services" : resource.EndsWith("requests.storage", StringComparison.Ordinal) ? "/persistentvolumeclaims" : "/pods";
    }

    /// <summary>What all objects of a namespace use of a quota's resources.</summary>
    public static Dictionary<string, Quantity> Total(Cluster cluster, JsonObject quota)
    {
        var totals = new Dictionary<string, Quantity>(StringComparer.Ordinal);
        foreach (var (resource, _) in quota.Map("spec", "hard") ?? [])
        {
            var storage = StorageOf(resource);
            var sum = new Quantity(BigInteger.Zero, "0");
            foreach (var item in cluster.Store.List(storage, quota.Namespace()))
            {
                if (Applies(quota, storage, item.Body))
                    sum = Add(sum, Of(resource, storage, item.Body));
            }

            totals[resource] = sum;
        }

        return totals;
    }

    public static Quantity Add(Quantity left, Quantity right) => Quantity.FromNano(left.Nano + right.Nano, left.Canonical.EndsWith('i') || right.Canonical.EndsWith('i'));

    /// <summary>What one object uses of a resource.</summary>
    public static Quantity Of(string resource, string storage, JsonObject body)
    {
        if (storage == "/pods" && body.Text("status", "phase") is "Succeeded" or "Failed" && storage == "/pods" && !resource.StartsWith("count/", StringComparison.Ordinal))
            return Whole(0);
        switch (resource)
        {
            case "services.nodeports":
                return Whole(body.Text("spec", "type") is "NodePort" or "LoadBalancer" && body.FlagOrNull("spec", "allocateLoadBalancerNodePorts") != false ? body.Objects("spec", "ports").Count() : 0);
            case "services.loadbalancers":
                return Whole(body.Text("spec", "type") == "LoadBalancer" ? 1 : 0);
            case "requests.storage":
                return ResourceRules.Read(body.At("spec", "resources", "requests", "storage")) ?? Whole(0);
        }

        if (storage != "/pods" || resource is "pods" || resource.StartsWith("count/", StringComparison.Ordinal))
            return Whole(1);
        var limits = resource.StartsWith("limits.", StringComparison.Ordinal);
        var name = resource.StartsWith("requests.", StringComparison.Ordinal) ? resource["requests.".Length..] : limits ? resource["limits.".Length..] : resource;
        return ResourceRules.Read(PodAmounts.Sum(body, limits ? "limits" : "requests")[name]) ?? Whole(0);
    }

    public static bool Applies(JsonObject quota, string storage, JsonObject body)
    {
        if (storage != "/pods")
            return true;
        var scopes = quota.Texts("spec", "scopes").Concat(quota.Objects("spec", "scopeSelector", "matchExpressions").Select(item => item.Text("scopeName") ?? ""));
        return scopes.All(scope => scope switch
        {
            "BestEffort" => body.Text("status", "qosClass") == "BestEffort",
            "NotBestEffort" => body.Text("status", "qosClass") != "BestEffort",
            "Terminating" => body.At("spec", "activeDeadlineSeconds") is not null,
            "NotTerminating" => body.At("spec", "activeDeadlineSeconds") is null,
            "PriorityClass" => quota.Objects("spec", "scopeSelector", "matchExpressions").Where(item => item.Text("scopeName") == "PriorityClass").All(item => item.Text("operator") switch
            {
                "In" => item.Texts("values").Contains(body.Text("spec", "priorityClassName") ?? ""),
                "NotIn" => !item.Texts("values").Contains(body.Text("spec", "priorityClassName") ?? ""),
                "DoesNotExist" => body.Text("spec", "priorityClassName") is null,
                _ => body.Text("spec", "priorityClassName") is not null
            }),
            _ => true
        });
    }

    private static Quantity Whole(long number) => Quantity.FromNano(new BigInteger(number) * 1_000_000_000, binary: false);
}
