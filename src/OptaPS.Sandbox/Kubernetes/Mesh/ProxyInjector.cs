using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Mesh;

/// <summary>What linkerd's proxy injector does to a pod that its webhook received.</summary>
internal static class ProxyInjector
{
    private const string Inject = "linkerd.io/inject";

    public static bool IsInjector(JsonObject servicePod) => servicePod.Label("linkerd.io/control-plane-component") == "proxy-injector";

    /// <summary>Adds the proxy when the pod or its namespace asks for it; the reason why not is an event.</summary>
    public static async Task HandleAsync(Cluster cluster, JsonObject pod, string controlPlane, CancellationToken ct)
    {
        var space = cluster.Store.Get("/namespaces", "", pod.Namespace())?.Body;
        var wish = pod.Annotation(Inject) ?? (space is null ? null : space.Annotation(Inject));
        if (wish is not ("enabled" or "ingress") || MeshIdentity.Of(pod) is not null || pod.Flag("spec", "hostNetwork"))
            return;
        if (MeshTrust.Problem(cluster, controlPlane) is { } problem)
        {
            await cluster.Events.RecordAsync(pod, "Warning", "InjectionSkipped", "Linkerd sidecar proxy injection skipped: " + problem, "linkerd-proxy-injector", ct);
            return;
        }

        AddProxy(pod, controlPlane, cluster);
        await cluster.Events.RecordAsync(pod, "Normal", "Injected", "Linkerd sidecar proxy injected", "linkerd-proxy-injector", ct);
    }

    private static void AddProxy(JsonObject pod, string controlPlane, Cluster cluster)
    {
        var account = pod.Text("spec", "serviceAccountName") ?? "default";
        var values = cluster.Store.Get("/configmaps", controlPlane, "linkerd-config")?.Body.Text("data", "values") ?? "";
        var domain = values.Split('\n').Select(line => line.Trim()).FirstOrDefault(line => line.StartsWith("identityTrustDomain:", StringComparison.Ordinal))?["identityTrustDomain:".Length..].Trim().Trim('"') is { Length: > 0 } named ? named : "cluster.local";
        var version = values.Split('\n').Select(line => line.Trim()).FirstOrDefault(line => line.StartsWith("linkerdVersion:", StringComparison.Ordinal))?["linkerdVersion:".Length..].Trim().Trim('"') is { Length: > 0 } stated ? stated : "stable";
        var proxy = new JsonObject
        {
            ["name"] = MeshIdentity.ProxyName,
            ["image"] = "cr.l5d.io/linkerd/proxy:" + version,
            ["imagePullPolicy"] = "IfNotPresent",
            ["ports"] = new JsonArray(Port("linkerd-proxy", 4143), Port("linkerd-admin", 4191)),
            ["env"] = new JsonArray(
                new JsonObject { ["name"] = "LINKERD2_PROXY_IDENTITY_LOCAL_NAME", ["value"] = $"{account}.{pod.Namespace()}.serviceaccount.identity.{controlPlane}.{domain}" },
                new JsonObject { ["name"] = "LINKERD2_PROXY_IDENTITY_SVC_ADDR", ["value"] = $"linkerd-identity-headless.{controlPlane}.svc.cluster.local.:8080" }),
            ["readinessProbe"] = new JsonObject
            {
                ["httpGet"] = new JsonObject { ["path"] = "/ready", ["port"] = 4191L, ["scheme"] = "HTTP" },
                ["initialDelaySeconds"] = 2L,
                ["timeoutSeconds"] = 1L,
                ["periodSeconds"] = 10L,
                ["successThreshold"] = 1L,
                ["failureThreshold"] = 3L
            },
            ["resources"] = new JsonObject(),
            ["terminationMessagePath"] = "/dev/termination-log",
            ["terminationMessagePolicy"] = "FallbackToLogsOnError"
        };
        pod.Ensure("spec").EnsureList("containers").Insert(0, proxy);
        var annotations = pod.Ensure("metadata", "annotations");
        annotations["linkerd.io/proxy-version"] = version;
        annotations["linkerd.io/trust-root-sha256"] = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(
            cluster.Store.Get("/configmaps", controlPlane, "linkerd-identity-trust-roots")?.Body.Text("data", "ca-bundle.crt") ?? "")));
        var labels = pod.Ensure("metadata", "labels");
        labels["linkerd.io/control-plane-ns"] = controlPlane;
        labels["linkerd.io/workload-ns"] = pod.Namespace();
    }

    private static JsonObject Port(string name, long number) => new() { ["name"] = name, ["containerPort"] = number, ["protocol"] = "TCP" };
}
