using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Api;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Storage;

namespace OptaPS.Sandbox.Kubernetes.Controllers;

/// <summary>Keeps the wanted number of pods of a replica set or replication controller.</summary>
internal sealed class ReplicaSetController(Cluster cluster, string group, string plural, string kindName) : IController
{
    private readonly string storage = group + "/" + plural;
    private readonly string component = kindName == "ReplicaSet" ? "replicaset-controller" : "replication-controller";

    public IEnumerable<ObjectKey> Affected(StoreEvent change)
    {
        if (change.Current.Resource == storage)
            yield return change.Current.Key;
        else if (change.Current.Resource == "/pods" && Owners.ControllerKey(change.Current.Body, kindName) is { } key)
            yield return key;
    }

    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken ct)
    {
        if (cluster.Store.Get(storage, key.Namespace, key.Name) is not { } stored)
            return null;
        var set = stored.Body;
        var pods = Owners.Controlled(cluster, "/pods", set).Select(item => item.Body).ToList();
        var active = pods.Where(PodFacts.IsActive).ToList();
        var desired = set.Number("spec", "replicas") ?? 1;
        ApiException? refusal = null;
        if (!set.IsDeleting())
        {
            for (var i = active.Count; i < desired && refusal is null; i++)
            {
                try
                {
                    if (await PodFactory.CreateAsync(cluster, set, set.Map("spec", "template")!, component, null, null, ct) is { } pod)
                        active.Add(pod);
                }
                catch (ApiException e)
                {
                    refusal = e;
                }
            }

            foreach (var pod in active.OrderBy(Rank).ThenByDescending(pod => pod.Text("metadata", "creationTimestamp"), StringComparer.Ordinal).Take((int)Math.Max(0, active.Count - desired)).ToList())
            {
                await PodFactory.DeleteAsync(cluster, set, pod, component, ct);
                active.Remove(pod);
            }
        }

        var minReady = set.Number("spec", "minReadySeconds") ?? 0;
        var ready = active.Count(PodFacts.IsReady);
        var available = active.Count(pod => PodFacts.IsAvailable(cluster, pod, minReady));
        var labels = LabelSelector.FromMap(set.Map("spec", "template", "metadata", "labels"));
        var terminating = pods.Count(pod => pod.IsDeleting() && !PodFacts.IsTerminal(pod));
        await cluster.Objects.UpdateStatusAsync(cluster.Kinds.Builtin(group, plural), set, body =>
        {
            var status = new JsonObject { ["replicas"] = (long)active.Count };
            Put(status, "fullyLabeledReplicas", active.Count(labels.Matches));
            Put(status, "readyReplicas", ready);
            Put(status, "availableReplicas", available);
            if (kindName == "ReplicaSet")
                status["terminatingReplicas"] = (long)terminating;
            status["observedGeneration"] = body.Number("metadata", "generation");
            if (body.At("status", "conditions") is { } conditions)
                status["conditions"] = conditions.DeepClone();
            ReplicaFailure.Note(cluster, status, refusal);
            body["status"] = status;
        }, ct);
        if (refusal is not null)
            throw refusal;
        return available < ready ? TimeSpan.FromSeconds(1) : null;
    }

    /// <summary>Pods that are not yet running go first.</summary>
    private static int Rank(JsonObject pod) => pod.Text("spec", "nodeName") is null ? 0 : pod.Text("status", "phase") == "Pending" ? 1 : PodFacts.IsReady(pod) ? 3 : 2;

    private static void Put(JsonObject status, string name, long value)
    {
        if (value != 0)
            status[name] = value;
    }
}
