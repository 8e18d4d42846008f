using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Storage;

namespace OptaPS.Sandbox.Kubernetes.Controllers;

/// <summary>One pod per fitting node.</summary>
internal sealed class DaemonSetController(Cluster cluster) : IController
{
    private const string Component = "daemonset-controller";

    private static readonly string[] Tolerated =
    [
        "node.kubernetes.io/not-ready:NoExecute", "node.kubernetes.io/unreachable:NoExecute", "node.kubernetes.io/disk-pressure:NoSchedule",
        "node.kubernetes.io/memory-pressure:NoSchedule", "node.kubernetes.io/pid-pressure:NoSchedule", "node.kubernetes.io/unschedulable:NoSchedule"
    ];

    public IEnumerable<ObjectKey> Affected(StoreEvent change)
    {
        if (change.Current.Resource == "apps/daemonsets")
            return [change.Current.Key];
        if (change.Current.Resource == "/pods" && Owners.ControllerKey(change.Current.Body, "DaemonSet") is { } key)
            return [key];
        return change.Current.Resource == "/nodes" ? cluster.Store.List("apps/daemonsets").Select(item => item.Key) : [];
    }

    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken ct)
    {
        if (cluster.Store.Get("apps/daemonsets", key.Namespace, key.Name) is not { } stored || stored.Body.IsDeleting())
            return null;
        var set = stored.Body;
        var revision = await Revisions.EnsureAsync(cluster, set, "daemonset", ct);
        var hash = revision[(revision.LastIndexOf('-') + 1)..];
        var pods = Owners.Controlled(cluster, "/pods", set).Select(item => item.Body).ToList();
        var template = set.Map("spec", "template")!;
        var probe = new JsonObject { ["spec"] = template["spec"]!.DeepClone() };
        Tolerate(probe);
        var desired = 0;
        foreach (var node in cluster.Store.List("/nodes"))
        {
            var here = pods.Where(pod => TargetNode(pod) == node.Key.Name && !pod.IsDeleting()).ToList();
            if (Controllers.SchedulingRules.Refusal(probe, node.Body, []) is not null)
            {
                foreach (var pod in here)
                    await PodFactory.DeleteAsync(cluster, set, pod, Component, ct);
                continue;
            }

            desired++;
            if (here.Count == 0 && !pods.Any(pod => TargetNode(pod) == node.Key.Name))
            {
                await PodFactory.CreateAsync(cluster, set, template, Component, null, pod => Place(pod, set, node.Key.Name, hash), ct);
            }
        }

        pods = [.. Owners.Controlled(cluster, "/pods", set).Select(item => item.Body)];
        await UpdateOneAsync(set, pods, hash, ct);
        await StatusAsync(set, pods, hash, desired, ct);
        return null;
    }

    private async Task UpdateOneAsync(JsonObject set, List<JsonObject> pods, string hash, CancellationToken ct)
    {
        if (set.Text("spec", "updateStrategy", "type") == "OnDelete")
            return;
        var budget = Math.Max(1, PodFacts.Scaled(set.At("spec", "updateStrategy", "rollingUpdate", "maxUnavailable"), pods.Count, roundUp: true)) - pods.Count(pod => !PodFacts.IsReady(pod) || pod.IsDeleting());
        foreach (var pod in pods.Where(pod => pod.Label("controller-revision-hash") != hash && !pod.IsDeleting()).OrderBy(pod => PodFacts.IsReady(pod) ? 1 : 0))
        {
            if (PodFacts.IsReady(pod) && budget-- <= 0)
                return;
            await PodFactory.DeleteAsync(cluster, set, pod, Component, ct);
        }
    }

    private Task StatusAsync(JsonObject set, List<JsonObject> pods, string hash, int desired, CancellationToken ct) =>
        cluster.Objects.UpdateStatusAsync(cluster.Kinds.Builtin("apps", "daemonsets"), set, body =>
        {
            var live = pods.Where(pod => !pod.IsDeleting()).ToList();
            var ready = live.Count(PodFacts.IsReady);
            var status = new JsonObject
            {
                ["currentNumberScheduled"] = (long)live.Count,
                ["numberMisscheduled"] = 0L,
                ["desiredNumberScheduled"] = (long)desired,
                ["numberReady"] = (long)ready,
                ["observedGeneration"] = body.Number("metadata", "generation")
            };
            Put(status, "updatedNumberScheduled", live.Count(pod => pod.Label("controller-revision-hash") == hash));
            Put(status, "numberAvailable", ready);
            Put(status, "numberUnavailable", desired - ready);
            body["status"] = status;
        }, ct);

    private static void Place(JsonObject pod, JsonObject set, string node, string hash)
    {
        pod.Ensure("metadata", "labels")["controller-revision-hash"] = hash;
        pod.Ensure("metadata", "labels")["pod-template-generation"] = set.Annotation("deprecated.daemonset.template.generation") ?? "1";
        pod.Ensure("spec", "affinity", "nodeAffinity")["requiredDuringSchedulingIgnoredDuringExecution"] = new JsonObject
        {
            ["nodeSelectorTerms"] = new JsonArray(new JsonObject
            {
                ["matchFields"] = new JsonArray(new JsonObject { ["key"] = "metadata.name", ["operator"] = "In", ["values"] = new JsonArray(node) })
            })
        };
        Tolerate(pod);
    }

    private static void Tolerate(JsonObject pod)
    {
        var list = pod.Ensure("spec").EnsureList("tolerations");
        foreach (var item in Tolerated)
        {
            var parts = item.Split(':');
            list.Add(new JsonObject { ["key"] = parts[0], ["operator"] = "Exists", ["effect"] = parts[1] });
        }
    }

    private static string? TargetNode(JsonObject pod) => pod.Text("spec", "nodeName") ?? pod
        .Objects("spec", "affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution", "nodeSelectorTerms")
        .SelectMany(term => term.Objects("matchFields")).SelectMany(field => field.Texts("values")).FirstOrDefault();

    private static void Put(JsonObject status, string name, long value)
    {
        if (value > 0)
            status[name] = value;
    }
}
