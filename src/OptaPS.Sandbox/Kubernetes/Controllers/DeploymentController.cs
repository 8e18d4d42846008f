using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Objects;
using OptaPS.Sandbox.Kubernetes.Storage;

namespace OptaPS.Sandbox.Kubernetes.Controllers;

/// <summary>Rolls deployments out through replica sets.</summary>
internal sealed class DeploymentController(Cluster cluster) : IController
{
    private const string Component = "deployment-controller";
    private const string Revision = "deployment.kubernetes.io/revision";
    private const string History = "deployment.kubernetes.io/revision-history";

    public IEnumerable<ObjectKey> Affected(StoreEvent change)
    {
        if (change.Current.Resource == "apps/deployments")
            yield return change.Current.Key;
        else if (change.Current.Resource == "apps/replicasets" && Owners.ControllerKey(change.Current.Body, "Deployment") is { } key)
            yield return key;
    }

    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken ct)
    {
        if (cluster.Store.Get("apps/deployments", key.Namespace, key.Name) is not { } stored || stored.Body.IsDeleting())
            return null;
        var deployment = stored.Body;
        var all = Owners.Controlled(cluster, "apps/replicasets", deployment).Select(item => item.Body).Where(item => !item.IsDeleting())
            .OrderBy(item => RevisionOf(item)).ToList();
        var template = deployment.Map("spec", "template")!;
        var current = all.FirstOrDefault(set => SameTemplate(set, template));
        var paused = deployment.Flag("spec", "paused");
        if (current is null && !paused)
        {
            current = await CreateSetAsync(deployment, all, ct);
            if (current is null)
                return null;
        }

        if (current is not null && !paused)
            current = await SyncRevisionAsync(deployment, current, all, ct);
        var old = all.Where(set => current is null || set.Uid() != current.Uid()).ToList();
        if (paused || current is null)
            await ScaleProportionallyAsync(deployment, current, old, ct);
        else if (deployment.Text("spec", "strategy", "type") == "Recreate")
            await RecreateAsync(deployment, current, old, ct);
        else
            await RollAsync(deployment, current, old, ct);
        if (!paused)
            await PruneAsync(deployment, old, ct);
        return await DeploymentStatus.UpdateAsync(cluster, deployment, current, ct);
    }

    public static long RevisionOf(JsonObject set) => long.TryParse(set.Annotation(Revision), out var number) ? number : 0;

    private static bool SameTemplate(JsonObject set, JsonObject template)
    {
        var own = set.Map("spec", "template")!.Copy();
        if (own.Map("metadata", "labels") is { } labels)
        {
            labels.Remove("pod-template-hash");
            if (labels.Count == 0)
                own.Ensure("metadata").Remove("labels");
        }

        return JsonWrite.Same(own, template);
    }

    private async Task<JsonObject?> CreateSetAsync(JsonObject deployment, List<JsonObject> all, CancellationToken ct)
    {
        var template = deployment.Map("spec", "template")!.Copy();
        var hash = TemplateHash.Of(template, deployment.Number("status", "collisionCount"));
        template.Ensure("metadata", "labels")["pod-template-hash"] = hash;
        var selector = deployment.Map("spec", "selector")!.Copy();
        selector.Ensure("matchLabels")["pod-template-hash"] = hash;
        var annotations = Inherited(deployment);
        annotations[Revision] = (all.Select(RevisionOf).DefaultIfEmpty(0).Max() + 1).ToString(System.Globalization.CultureInfo.InvariantCulture);
        var desired = deployment.Number("spec", "replicas") ?? 1;
        SetSizes(annotations, desired, MaxSize(deployment, desired));
        var body = new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["name"] = deployment.Name() + "-" + hash,
                ["labels"] = template.At("metadata", "labels")!.DeepClone(),
                ["annotations"] = annotations,
                ["ownerReferences"] = new JsonArray(Owners.Reference(deployment))
            },
            ["spec"] = new JsonObject { ["replicas"] = 0L, ["selector"] = selector, ["template"] = template }
        };
        if (deployment.Number("spec", "minReadySeconds") is { } seconds)
            body["spec"]!["minReadySeconds"] = seconds;
        var first = all.Count == 0 || deployment.Text("spec", "strategy", "type") == "Recreate";
        var start = first && all.All(set => (set.Number("spec", "replicas") ?? 0) == 0) ? desired
            : Math.Max(0, Math.Min(desired, MaxSize(deployment, desired) - all.Sum(set => set.Number("spec", "replicas") ?? 0)));
        if (deployment.Text("spec", "strategy", "type") == "Recreate" && all.Any(set => (set.Number("spec", "replicas") ?? 0) > 0))
            start = 0;
        body["spec"]!["replicas"] = start;
        WriteResult made;
        try
        {
            made = await cluster.Objects.CreateAsync(new WriteContext(cluster.Kinds.Builtin("apps", "replicasets"), deployment.Namespace(), body.Name()) { Internal = true }, body, ct);
        }
        catch (ApiException e) when (e.Reason == "AlreadyExists")
        {
            await CountCollisionAsync(deployment, ct);
            return null;
        }

        if (start > 0)
            await cluster.Events.RecordAsync(deployment, "Normal", "ScalingReplicaSet", $"Scaled up replica set {made.Body.Name()} from 0 to {start}", Component, ct);
        return made.Body;
    }

    /// <summary>A replica set of another owner has the name: the next attempt counts that into the hash.</summary>
    private Task CountCollisionAsync(JsonObject deployment, CancellationToken ct) =>
        cluster.Objects.UpdateStatusAsync(cluster.Kinds.Builtin("apps", "deployments"), deployment, body => body.Ensure("status")["collisionCount"] = (body.Number("status", "collisionCount") ?? 0) + 1, ct);

    private static JsonObject Inherited(JsonObject deployment)
    {
        var annotations = new JsonObject();
        foreach (var (name, value) in deployment.Pairs("metadata", "annotations"))
        {
            if (name is not ("kubectl.kubernetes.io/last-applied-configuration" or Revision or History or "deployment.kubernetes.io/desired-replicas" or "deployment.kubernetes.io/max-replicas" or "deprecated.daemonset.template.generation"))
                annotations[name] = value;
        }

        return annotations;
    }

    private async Task<JsonObject> SyncRevisionAsync(JsonObject deployment, JsonObject current, List<JsonObject> all, CancellationToken ct)
    {
        var newest = all.Where(set => set.Uid() != current.Uid()).Select(RevisionOf).DefaultIfEmpty(0).Max() + 1;
        var copied = Inherited(deployment);
        var seconds = deployment.Number("spec", "minReadySeconds") ?? 0;
        if (RevisionOf(current) < newest || copied.Any(pair => current.Annotation(pair.Key) != pair.Value.Text()) || (current.Number("spec", "minReadySeconds") ?? 0) != seconds)
            current = await ChangeAsync(current, body => Refresh(body, copied, newest, seconds), ct);
        var wanted = current.Annotation(Revision);
        if (deployment.Annotation(Revision) != wanted)
        {
            await cluster.Objects.UpdateAsync(new WriteContext(cluster.Kinds.Builtin("apps", "deployments"), deployment.Namespace(), deployment.Name()) { Internal = true }, body =>
            {
                body.Ensure("metadata", "annotations")[Revision] = wanted;
                return body;
            }, ct);
        }

        return current;
    }

    /// <summary>What a replica set takes over from its deployment while it is the current one; an older revision that is current again remembers its former numbers.</summary>
    private static void Refresh(JsonObject set, JsonObject copied, long newest, long seconds)
    {
        var annotations = set.Ensure("metadata", "annotations");
        if (annotations.Text(Revision) is { } before && RevisionOf(set) < newest)
            annotations[History] = annotations.Text(History) is { Length: > 0 } former ? former + "," + before : before;
        if (RevisionOf(set) < newest)
            annotations[Revision] = newest.ToString(System.Globalization.CultureInfo.InvariantCulture);
        foreach (var (name, value) in copied)
            annotations[name] = value.Text();
        if ((set.Number("spec", "minReadySeconds") ?? 0) != seconds)
            set.Ensure("spec")["minReadySeconds"] = seconds;
    }

    private async Task RollAsync(JsonObject deployment, JsonObject current, List<JsonObject> old, CancellationToken ct)
    {
        var desired = deployment.Number("spec", "replicas") ?? 1;
        var rolling = deployment.Map("spec", "strategy", "rollingUpdate");
        var surge = PodFacts.Scaled(rolling?["maxSurge"], desired, roundUp: true);
        var unavailable = PodFacts.Scaled(rolling?["maxUnavailable"], desired, roundUp: false);
        if (surge == 0 && unavailable == 0)
            unavailable = 1;
        var size = current.Number("spec", "replicas") ?? 0;
        var total = size + old.Sum(set => set.Number("spec", "replicas") ?? 0);
        if (size > desired)
        {
            await ScaleAsync(deployment, current, desired, ct);
            return;
        }

        if (size < desired)
        {
            var room = desired + surge - total;
            if (room > 0)
            {
                await ScaleAsync(deployment, current, size + Math.Min(room, desired - size), ct);
                return;
            }
        }

        await SetAnnotationsAsync(deployment, current, desired, ct);
        var available = current.Number("status", "availableReplicas") ?? 0;
        var minimum = desired - unavailable;
        var spare = total - minimum - (size - available);
        if (spare <= 0)
            return;
        foreach (var set in old.Where(set => (set.Number("spec", "replicas") ?? 0) > 0))
        {
            // Replicas that never became available go first, then as many healthy ones as the budget allows.
            var replicas = set.Number("spec", "replicas") ?? 0;
            var healthy = set.Number("status", "availableReplicas") ?? 0;
            var sick = Math.Min(replicas - healthy, spare);
            if (sick > 0)
            {
                await ScaleAsync(deployment, set, replicas - sick, ct);
                return;
            }
        }

        var availableTotal = available + old.Sum(set => set.Number("status", "availableReplicas") ?? 0);
        var budget = availableTotal - minimum;
        foreach (var set in old.Where(set => (set.Number("spec", "replicas") ?? 0) > 0))
        {
            var take = Math.Min(budget, set.Number("spec", "replicas") ?? 0);
            if (take <= 0)
                return;
            await ScaleAsync(deployment, set, (set.Number("spec", "replicas") ?? 0) - take, ct);
            return;
        }
    }

    private async Task RecreateAsync(JsonObject deployment, JsonObject current, List<JsonObject> old, CancellationToken ct)
    {
        foreach (var set in old.Where(set => (set.Number("spec", "replicas") ?? 0) > 0))
            await ScaleAsync(deployment, set, 0, ct);
        if (old.Any(set => (set.Number("status", "replicas") ?? 0) > 0))
            return;
        var desired = deployment.Number("spec", "replicas") ?? 1;
        if ((current.Number("spec", "replicas") ?? 0) != desired)
            await ScaleAsync(deployment, current, desired, ct);
    }

    private async Task ScaleProportionallyAsync(JsonObject deployment, JsonObject? current, List<JsonObject> old, CancellationToken ct)
    {
        var target = current ?? old.LastOrDefault(set => (set.Number("spec", "replicas") ?? 0) > 0);
        var desired = deployment.Number("spec", "replicas") ?? 1;
        if (target is null)
            return;
        var others = old.Where(set => set.Uid() != target.Uid()).Sum(set => set.Number("spec", "replicas") ?? 0);
        if ((target.Number("spec", "replicas") ?? 0) + others != desired)
            await ScaleAsync(deployment, target, Math.Max(0, desired - others), ct);
    }

    private async Task PruneAsync(JsonObject deployment, List<JsonObject> old, CancellationToken ct)
    {
        var limit = deployment.Number("spec", "revisionHistoryLimit") ?? 10;
        var idle = old.Where(set => (set.Number("spec", "replicas") ?? 0) == 0 && (set.Number("status", "replicas") ?? 0) == 0 && set.Number("status", "observedGeneration") is not null).ToList();
        foreach (var set in idle.Take((int)Math.Max(0, idle.Count - limit)))
            await cluster.Deleter.DeleteAsync(cluster.Kinds.Builtin("apps", "replicasets"), set.Namespace(), set.Name(), DeleteRequest.Background, ct);
    }

    private async Task ScaleAsync(JsonObject deployment, JsonObject set, long size, CancellationToken ct)
    {
        var before = set.Number("spec", "replicas") ?? 0;
        if (before == size)
            return;
        var desired = deployment.Number("spec", "replicas") ?? 1;
        await ChangeAsync(set, body =>
        {
            body.Ensure("spec")["replicas"] = size;
            SetSizes(body.Ensure("metadata", "annotations"), desired, MaxSize(deployment, desired));
        }, ct);
        await cluster.Events.RecordAsync(deployment, "Normal", "ScalingReplicaSet", $"Scaled {(size > before ? "up" : "down")} replica set {set.Name()} from {before} to {size}", Component, ct);
    }

    private async Task SetAnnotationsAsync(JsonObject deployment, JsonObject set, long desired, CancellationToken ct)
    {
        var copy = set.Copy();
        SetSizes(copy.Ensure("metadata", "annotations"), desired, MaxSize(deployment, desired));
        if (!JsonWrite.Same(copy, set))
            await ChangeAsync(set, body => SetSizes(body.Ensure("metadata", "annotations"), desired, MaxSize(deployment, desired)), ct);
    }

    private static void SetSizes(JsonObject annotations, long desired, long max)
    {
        annotations["deployment.kubernetes.io/desired-replicas"] = desired.ToString(System.Globalization.CultureInfo.InvariantCulture);
        annotations["deployment.kubernetes.io/max-replicas"] = max.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    private static long MaxSize(JsonObject deployment, long desired) => desired + (deployment.Text("spec", "strategy", "type") == "RollingUpdate" ? PodFacts.Scaled(deployment.At("spec", "strategy", "rollingUpdate", "maxSurge"), desired, roundUp: true) : 0);

    private async Task<JsonObject> ChangeAsync(JsonObject set, Action<JsonObject> change, CancellationToken ct)
    {
        var result = await cluster.Objects.UpdateAsync(new WriteContext(cluster.Kinds.Builtin("apps", "replicasets"), set.Namespace(), set.Name()) { Internal = true }, body =>
        {
            change(body);
            return body;
        }, ct);
        return result.Body;
    }
}
