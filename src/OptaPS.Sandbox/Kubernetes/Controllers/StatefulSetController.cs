using System.Globalization;
using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Objects;
using OptaPS.Sandbox.Kubernetes.Storage;

namespace OptaPS.Sandbox.Kubernetes.Controllers;

/// <summary>Ordered pods with stable names and claims.</summary>
internal sealed class StatefulSetController(Cluster cluster) : IController
{
    private const string Component = "statefulset-controller";

    public IEnumerable<ObjectKey> Affected(StoreEvent change)
    {
        if (change.Current.Resource == "apps/statefulsets")
            yield return change.Current.Key;
        else if (change.Current.Resource == "/pods" && Owners.ControllerKey(change.Current.Body, "StatefulSet") is { } key)
            yield return key;
    }

    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken ct)
    {
        if (cluster.Store.Get("apps/statefulsets", key.Namespace, key.Name) is not { } stored || stored.Body.IsDeleting())
            return null;
        var set = stored.Body;
        var revision = await Revisions.EnsureAsync(cluster, set, "statefulset", ct);
        var desired = (int)(set.Number("spec", "replicas") ?? 1);
        var start = (int)(set.Number("spec", "ordinals", "start") ?? 0);
        var parallel = set.Text("spec", "podManagementPolicy") == "Parallel";
        var pods = Owners.Controlled(cluster, "/pods", set).Select(item => item.Body).ToDictionary(pod => pod.Name());
        var blocked = false;
        for (var i = start; i < start + desired && !blocked; i++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"{set.Name()}-{i}");
            if (!pods.TryGetValue(name, out var pod))
            {
                await ClaimsAsync(set, i, ct);
                var ordinal = i.ToString(CultureInfo.InvariantCulture);
                pod = await PodFactory.CreateAsync(cluster, set, set.Map("spec", "template")!, Component, name, body => Identify(body, set, name, ordinal, revision), ct);
            }

            blocked = !parallel && (pod is null || pod.IsDeleting() || !PodFacts.IsReady(pod));
        }

        if (!blocked)
        {
            var surplus = pods.Values.Where(pod => Ordinal(pod) >= start + desired || Ordinal(pod) < start).OrderByDescending(Ordinal).FirstOrDefault();
            if (surplus is not null && !surplus.IsDeleting())
                await PodFactory.DeleteAsync(cluster, set, surplus, Component, ct);
            else if (surplus is null)
                await UpdateOneAsync(set, pods, revision, ct);
        }

        await StatusAsync(set, revision, ct);
        return null;
    }

    private async Task UpdateOneAsync(JsonObject set, Dictionary<string, JsonObject> pods, string revision, CancellationToken ct)
    {
        if (set.Text("spec", "updateStrategy", "type") == "OnDelete")
            return;
        var partition = set.Number("spec", "updateStrategy", "rollingUpdate", "partition") ?? 0;
        var old = pods.Values.Where(pod => pod.Label("controller-revision-hash") != revision && Ordinal(pod) >= partition).OrderByDescending(Ordinal).FirstOrDefault();
        if (old is not null && !old.IsDeleting() && pods.Values.All(pod => !pod.IsDeleting()))
            await PodFactory.DeleteAsync(cluster, set, old, Component, ct);
    }

    private static void Identify(JsonObject pod, JsonObject set, string name, string ordinal, string revision)
    {
        var labels = pod.Ensure("metadata", "labels");
        labels["apps.kubernetes.io/pod-index"] = ordinal;
        labels["controller-revision-hash"] = revision;
        labels["statefulset.kubernetes.io/pod-name"] = name;
        pod.Ensure("metadata")["generateName"] = set.Name() + "-";
        var spec = pod.Ensure("spec");
        spec["hostname"] = name;
        if (set.Text("spec", "serviceName") is { Length: > 0 } service)
            spec["subdomain"] = service;
        foreach (var claim in set.Objects("spec", "volumeClaimTemplates"))
        {
            var volumes = spec.EnsureList("volumes");
            foreach (var same in volumes.OfType<JsonObject>().Where(volume => volume.Text("name") == claim.Name()).ToList())
                volumes.Remove(same);
            volumes.Insert(0, new JsonObject { ["name"] = claim.Name(), ["persistentVolumeClaim"] = new JsonObject { ["claimName"] = claim.Name() + "-" + name } });
        }
    }

    private async Task ClaimsAsync(JsonObject set, int ordinal, CancellationToken ct)
    {
        foreach (var template in set.Objects("spec", "volumeClaimTemplates"))
        {
            var claim = template.Copy();
            claim.Remove("status");
            claim.Ensure("metadata")["name"] = string.Create(CultureInfo.InvariantCulture, $"{template.Name()}-{set.Name()}-{ordinal}");
            if (set.At("spec", "selector", "matchLabels") is { } labels)
                claim.Ensure("metadata")["labels"] = labels.DeepClone();
            await Bootstrap.EnsureAsync(cluster, "", "persistentvolumeclaims", set.Namespace(), claim, ct);
        }
    }

    private Task StatusAsync(JsonObject set, string revision, CancellationToken ct)
    {
        var pods = Owners.Controlled(cluster, "/pods", set).Select(item => item.Body).Where(pod => !pod.IsDeleting()).ToList();
        return cluster.Objects.UpdateStatusAsync(cluster.Kinds.Builtin("apps", "statefulsets"), set, body =>
        {
            var current = body.Text("status", "currentRevision") ?? revision;
            var updated = pods.Count(pod => pod.Label("controller-revision-hash") == revision);
            var ready = pods.Count(PodFacts.IsReady);
            if (updated == pods.Count && pods.Count == (set.Number("spec", "replicas") ?? 1) && ready == pods.Count)
                current = revision;
            var status = new JsonObject { ["observedGeneration"] = body.Number("metadata", "generation"), ["replicas"] = (long)pods.Count };
            Put(status, "readyReplicas", ready);
            Put(status, "currentReplicas", pods.Count(pod => pod.Label("controller-revision-hash") == current));
            Put(status, "updatedReplicas", updated);
            status["currentRevision"] = current;
            status["updateRevision"] = revision;
            status["collisionCount"] = 0L;
            status["availableReplicas"] = (long)ready;
            body["status"] = status;
        }, ct);
    }

    private static int Ordinal(JsonObject pod) => int.TryParse(pod.Name()[(pod.Name().LastIndexOf('-') + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;

    private static void Put(JsonObject status, string name, long value)
    {
        if (value != 0)
            status[name] = value;
    }
}
