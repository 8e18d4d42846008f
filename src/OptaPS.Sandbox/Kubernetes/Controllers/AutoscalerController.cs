using System.Globalization;
using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Api;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Objects;
using OptaPS.Sandbox.Kubernetes.Schema;
using OptaPS.Sandbox.Kubernetes.Storage;

namespace OptaPS.Sandbox.Kubernetes.Controllers;

/// <summary>
/// Horizontal pod autoscalers. The load of a workload is scripted by the annotation <c>sandbox.optaps.dev/cpu</c> (percent of requests) on its pods;
/// without the metrics server's APIService there are no metrics and the condition says so.
/// </summary>
internal sealed class AutoscalerController(Cluster cluster) : IController
{
    private const string Storage = "autoscaling/horizontalpodautoscalers";

    /// <summary>How often the real controller looks.</summary>
    private static readonly TimeSpan SyncPeriod = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan LeastPeriod = TimeSpan.FromSeconds(2);

    /// <summary>Autoscalers that were not looked at yet, with the tick count at which each was noticed.</summary>
    private readonly Dictionary<ObjectKey, long> fresh = [];

    public IEnumerable<ObjectKey> Affected(StoreEvent change)
    {
        if (change.Current.Resource == Storage)
            return [change.Current.Key];
        return change.Current.Resource is "apps/deployments" or "apps/statefulsets" or "apps/replicasets" or "apiregistration.k8s.io/apiservices" ? cluster.Store.List(Storage).Select(item => item.Key) : [];
    }

    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken ct)
    {
        if (cluster.Store.Get(Storage, key.Namespace, key.Name)?.Body is not { } scaler || scaler.IsDeleting())
        {
            fresh.Remove(key);
            return null;
        }

        if (FirstLook(key, scaler) is { } wait)
            return wait;
        var reference = scaler.Map("spec", "scaleTargetRef");
        var kind = cluster.Kinds.FindKind(reference.Text("apiVersion") ?? "", reference.Text("kind") ?? "");
        var target = kind is null ? null : cluster.Store.Get(kind.Storage, key.Namespace, reference.Text("name") ?? "")?.Body;
        var metrics = cluster.Store.Get("apiregistration.k8s.io/apiservices", "", "v1beta1.metrics.k8s.io") is { } service
            && service.Body.Objects("status", "conditions").Any(condition => condition.Text("type") == "Available" && condition.Text("status") == "True");
        var current = target.Number("spec", "replicas") ?? 0;
        var desired = current;
        long? used = null;
        if (target is not null)
        {
            desired = Math.Clamp(current, scaler.Number("spec", "minReplicas") ?? 1, scaler.Number("spec", "maxReplicas") ?? 1);
            var load = target.Text("spec", "template", "metadata", "annotations", "sandbox.optaps.dev/cpu");
            used = metrics ? long.TryParse(load, NumberStyles.None, CultureInfo.InvariantCulture, out var scripted) ? scripted : 5 : null;
            var goal = scaler.Objects("spec", "metrics").FirstOrDefault(metric => metric.Text("resource", "name") == "cpu").Number("resource", "target", "averageUtilization");
            if (load is not null && used is { } now && goal is { } wanted and > 0)
                desired = Math.Clamp((long)Math.Ceiling(current * (double)now / wanted), scaler.Number("spec", "minReplicas") ?? 1, scaler.Number("spec", "maxReplicas") ?? 1);
        }

        if (target is not null && desired != current && current > 0)
        {
            await cluster.Objects.UpdateAsync(new WriteContext(kind!, key.Namespace, target.Name()) { Internal = true, Subresource = "scale" }, body =>
            {
                body.Ensure("spec")["replicas"] = desired;
                return body;
            }, ct);
            await cluster.Events.RecordAsync(scaler, "Normal", "SuccessfulRescale", $"New size: {desired}; reason: {(current < desired ? "Current number of replicas below Spec.MinReplicas" : "All metrics below target")}", "horizontal-pod-autoscaler", ct);
        }

        if (target is null)
            await cluster.Events.RecordAsync(scaler, "Warning", "FailedGetScale", Target(scaler) + " not found", "horizontal-pod-autoscaler", ct);
        await cluster.Objects.UpdateStatusAsync(cluster.Kinds.Builtin("autoscaling", "horizontalpodautoscalers"), scaler, body => Report(body, target, current, desired, used), ct);
        // What happens in between brings the next look forward; at a high time scale this one need not come more often.
        return SyncPeriod > LeastPeriod * cluster.Clock.Scale ? SyncPeriod : LeastPeriod * cluster.Clock.Scale;
    }

    /// <summary>How long a new autoscaler waits for its first look: the real controller queues it with a delay of one period. Null when it is due.</summary>
    private TimeSpan? FirstLook(ObjectKey key, JsonObject scaler)
    {
        if (scaler.Objects("status", "conditions").Any())
            return null;
        var now = Environment.TickCount64;
        fresh.TryAdd(key, now);
        var waited = TimeSpan.FromMilliseconds(now - fresh[key]) * cluster.Clock.Scale;
        if (waited < SyncPeriod)
            return SyncPeriod - waited;
        fresh.Remove(key);
        return null;
    }

    private void Report(JsonObject body, JsonObject? target, long current, long desired, long? used)
    {
        var status = body.Ensure("status");
        if (target is null)
        {
            Pods.PodConditions.Set(cluster, body, "AbleToScale", false, "FailedGetScale", $"the HPA controller was unable to get the target's current scale: {Target(body)} not found");
            return;
        }

        status["currentReplicas"] = current;
        status["desiredReplicas"] = desired;
        Pods.PodConditions.Set(cluster, body, "AbleToScale", true, "SucceededGetScale", "the HPA controller was able to get the target's current scale");
        if (used is { } load)
        {
            status["currentMetrics"] = new JsonArray(new JsonObject
            {
                ["type"] = "Resource",
                ["resource"] = new JsonObject { ["name"] = "cpu", ["current"] = new JsonObject { ["averageUtilization"] = load, ["averageValue"] = load + "m" } }
            });
            Pods.PodConditions.Set(cluster, body, "ScalingActive", true, "ValidMetricFound", "the HPA was able to successfully calculate a replica count from cpu resource utilization (percentage of request)");
        }
        else
        {
            Pods.PodConditions.Set(cluster, body, "ScalingActive", false, "FailedGetResourceMetric", "the HPA was unable to compute the replica count: failed to get cpu utilization: unable to get metrics for resource cpu: unable to fetch metrics from resource metrics API: the server could not find the requested resource (get pods.metrics.k8s.io)");
        }
    }

    /// <summary>The target as the message names it: resource with group, name in quotes.</summary>
    private static string Target(JsonObject autoscaler)
    {
        var version = autoscaler.Text("spec", "scaleTargetRef", "apiVersion") ?? "";
        var slash = version.IndexOf('/', StringComparison.Ordinal);
        var plural = (autoscaler.Text("spec", "scaleTargetRef", "kind") ?? "").ToLowerInvariant() + "s";
        return $"{(slash < 0 ? plural : plural + "." + version[..slash])} \"{autoscaler.Text("spec", "scaleTargetRef", "name")}\"";
    }
}
