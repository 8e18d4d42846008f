using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Objects;

/// <summary>Defaults that depend on other fields.</summary>
internal static class DefaultRules
{
    /// <summary>Before the plain defaults of a type.</summary>
    public static void Before(string type, JsonObject value)
    {
        switch (type)
        {
            case "io.k8s.api.batch.v1.JobSpec":
                if (value["completions"] is null && value["parallelism"] is null)
                    value["completions"] = 1L;
                value.Default("parallelism", 1L);
                if (value["podFailurePolicy"] is not null)
                    value.Default("podReplacementPolicy", "Failed");
                if (value["backoffLimitPerIndex"] is not null)
                    value.Default("backoffLimit", 2147483647L);
                break;
            case "io.k8s.api.core.v1.Volume" when value.All(pair => pair.Key == "name"):
                value["emptyDir"] = new JsonObject();
                break;
            case "io.k8s.api.flowcontrol.v1.FlowSchemaSpec" when value.Number("matchingPrecedence") == 0:
                value.Remove("matchingPrecedence");
                break;
            case "io.k8s.api.core.v1.Secret":
                StringData(value);
                break;
            case "io.k8s.api.rbac.v1.Subject":
                if (value.Text("kind") is "User" or "Group")
                    value.Default("apiGroup", "rbac.authorization.k8s.io");
                break;
            case "io.k8s.api.core.v1.PersistentVolumeClaim" when value.Map("spec") is { } claim:
                Source(claim);
                break;
        }
    }

    /// <summary>The older and the newer field for the source of a claim mean the same; the older one may name only claims and snapshots and is else dropped.</summary>
    private static void Source(JsonObject claim)
    {
        var group = claim.Text("dataSource", "apiGroup") ?? "";
        if (claim["dataSourceRef"] is null && (group, claim.Text("dataSource", "kind")) is not (("", "PersistentVolumeClaim") or ("snapshot.storage.k8s.io", "VolumeSnapshot")))
            claim.Remove("dataSource");
        if (claim["dataSource"] is { } source && claim["dataSourceRef"] is null)
            claim["dataSourceRef"] = source.DeepClone();
        else if (claim["dataSource"] is null && claim["dataSourceRef"] is { } reference && reference.Text("namespace") is null or "")
            claim["dataSource"] = reference!.DeepClone();
    }

    /// <summary>After the defaults of a type and of its members.</summary>
    public static void After(string type, JsonObject value)
    {
        switch (type)
        {
            case "io.k8s.api.core.v1.Container" or "io.k8s.api.core.v1.EphemeralContainer":
                Container(value);
                break;
            case "io.k8s.api.core.v1.PodSpec":
                PodSpec(value);
                break;
            case "io.k8s.api.core.v1.Service" when value.Text("spec", "type") == "LoadBalancer":
                foreach (var ingress in value.Objects("status", "loadBalancer", "ingress").Where(item => item.Text("ip") is { Length: > 0 }))
                    ingress.Default("ipMode", "VIP");
                break;
            case "io.k8s.api.core.v1.ServiceSpec":
                Service(value);
                break;
            case "io.k8s.api.apps.v1.DeploymentStrategy":
                Rolling(value, "25%", "25%");
                break;
            case "io.k8s.api.apps.v1.DaemonSetUpdateStrategy":
                Rolling(value, 1L, 0L);
                break;
            case "io.k8s.api.apps.v1.StatefulSetUpdateStrategy":
                if (value.Text("type") == "RollingUpdate")
                    value.Ensure("rollingUpdate").Default("partition", 0L);
                break;
            case "io.k8s.api.apps.v1.StatefulSetSpec":
                Claims(value);
                break;
            case "io.k8s.api.autoscaling.v2.HorizontalPodAutoscalerSpec":
                Autoscaler(value);
                break;
            case "io.k8s.api.networking.v1.NetworkPolicySpec":
                if (value["policyTypes"] is null)
                    value["policyTypes"] = value.List("egress") is { Count: > 0 } ? new JsonArray("Ingress", "Egress") : new JsonArray("Ingress");
                break;
            case "io.k8s.api.core.v1.ResourceRequirements":
                Requests(value);
                break;
            case "io.k8s.api.core.v1.LimitRangeItem":
                LimitRange(value);
                break;
            case "io.k8s.api.core.v1.PodCondition":
                foreach (var time in new[] { "lastProbeTime", "lastTransitionTime" })
                {
                    if (!value.ContainsKey(time))
                        value[time] = null;
                }

                break;
            case "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinitionNames":
                if (value.Text("kind") is { Length: > 0 } kind)
                {
                    value.Default("listKind", kind + "List");
                    value.Default("singular", kind.ToLowerInvariant());
                }

                break;
        }
    }

    private static void StringData(JsonObject secret)
    {
        if (secret["stringData"] is not JsonObject texts)
            return;
        secret.Remove("stringData");
        var data = secret.Ensure("data");
        foreach (var (name, text) in texts)
            data[name] = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(text.Text() ?? ""));
    }

    private static void Container(JsonObject container)
    {
        if (container["imagePullPolicy"] is null)
        {
            var image = container.Text("image") ?? "";
            var name = image[(image.LastIndexOf('/') + 1)..];
            var floating = !image.Contains('@', StringComparison.Ordinal) && (!name.Contains(':', StringComparison.Ordinal) || name.EndsWith(":latest", StringComparison.Ordinal));
            container["imagePullPolicy"] = floating ? "Always" : "IfNotPresent";
        }

        foreach (var probe in new[] { "livenessProbe", "readinessProbe", "startupProbe" })
        {
            if (container.Map(probe, "grpc") is { } grpc)
                grpc.Default("service", "");
        }
    }

    private static void Requests(JsonObject resources)
    {
        foreach (var amounts in new[] { resources.Map("limits"), resources.Map("requests") })
        {
            foreach (var (name, amount) in amounts?.ToList() ?? [])
            {
                // Nothing is finer than a thousandth.
                if (amount.Text() is { } text && Schema.Quantity.TryParse(text, out var quantity) && !(quantity.Nano % 1_000_000).IsZero)
                    amounts![name] = Schema.Quantity.TryParse(((quantity.Nano / 1_000_000) + (quantity.Nano.Sign > 0 ? 1 : 0)).ToString(System.Globalization.CultureInfo.InvariantCulture) + "m", out var rounded) ? rounded.Canonical : text;
            }
        }

        if (resources.Map("limits") is not { } limits)
            return;
        var requests = resources.Map("requests");
        foreach (var (name, amount) in limits)
        {
            if (requests?[name] is not null)
                continue;
            requests ??= resources.Ensure("requests");
            requests[name] = amount?.DeepClone();
        }
    }

    private static void PodSpec(JsonObject spec)
    {
        if (spec.Number("terminationGracePeriodSeconds") is < 0)
            spec["terminationGracePeriodSeconds"] = 1L;
        if (!spec.Flag("hostNetwork"))
            return;
        foreach (var port in spec.Objects("containers").SelectMany(container => container.Objects("ports")))
            port.Default("hostPort", port.Number("containerPort"));
    }

    private static void Service(JsonObject spec)
    {
        foreach (var port in spec.Objects("ports"))
        {
            if (port["targetPort"] is null || port.Text("targetPort") == "" || (port.Text("targetPort") is null && port.Number("targetPort") == 0))
                port["targetPort"] = port["port"]?.DeepClone() ?? 0L;
        }

        var type = spec.Text("type");
        if (spec.Text("sessionAffinity") == "ClientIP")
            spec.Ensure("sessionAffinityConfig", "clientIP").Default("timeoutSeconds", 10800L);
        if (type is "NodePort" or "LoadBalancer" || (type == "ClusterIP" && spec.List("externalIPs") is { Count: > 0 }))
            spec.Default("externalTrafficPolicy", "Cluster");
        if (type is "NodePort" or "LoadBalancer" or "ClusterIP")
            spec.Default("internalTrafficPolicy", "Cluster");
        if (type == "LoadBalancer")
            spec.Default("allocateLoadBalancerNodePorts", true);
    }

    private static void Rolling(JsonObject strategy, JsonNode unavailable, JsonNode surge)
    {
        if (strategy.Text("type") != "RollingUpdate")
            return;
        var rolling = strategy.Ensure("rollingUpdate");
        rolling.Default("maxUnavailable", unavailable);
        rolling.Default("maxSurge", surge);
    }

    private static void Claims(JsonObject spec)
    {
        foreach (var claim in spec.Objects("volumeClaimTemplates"))
        {
            claim["kind"] = "PersistentVolumeClaim";
            claim["apiVersion"] = "v1";
        }

        var retention = spec.Ensure("persistentVolumeClaimRetentionPolicy");
        retention.Default("whenDeleted", "Retain");
        retention.Default("whenScaled", "Retain");
    }

    private static void Autoscaler(JsonObject spec)
    {
        if (spec.List("metrics") is null or { Count: 0 })
        {
            spec["metrics"] = new JsonArray(new JsonObject
            {
                ["type"] = "Resource",
                ["resource"] = new JsonObject { ["name"] = "cpu", ["target"] = new JsonObject { ["type"] = "Utilization", ["averageUtilization"] = 80L } }
            });
        }

        if (spec.Map("behavior") is not { } behavior)
            return;
        var up = behavior.Ensure("scaleUp");
        up.Default("stabilizationWindowSeconds", 0L);
        up.Default("selectPolicy", "Max");
        up.Default("policies", new JsonArray(Policy("Pods", 4), Policy("Percent", 100)));
        var down = behavior.Ensure("scaleDown");
        down.Default("selectPolicy", "Max");
        down.Default("policies", new JsonArray(Policy("Percent", 100)));
    }

    private static JsonObject Policy(string type, long value) => new() { ["type"] = type, ["value"] = value, ["periodSeconds"] = 15L };

    private static void LimitRange(JsonObject item)
    {
        if (item.Text("type") != "Container")
            return;
        foreach (var (from, to) in new[] { ("max", "default"), ("default", "defaultRequest"), ("min", "defaultRequest") })
        {
            if (item.Map(from) is not { } source)
                continue;
            foreach (var (name, amount) in source)
                item.Ensure(to).Default(name, amount?.DeepClone());
        }
    }
}
