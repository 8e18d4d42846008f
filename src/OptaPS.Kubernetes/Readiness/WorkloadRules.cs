using System.Text.Json.Nodes;
using OptaPS.Kubernetes.Objects;

namespace OptaPS.Kubernetes.Readiness;

/// <summary>Rules of workloads, as <c>kubectl rollout status</c> has them.</summary>
internal static class WorkloadRules
{
    public static ReadinessVerdict Deployment(JsonObject live)
    {
        var status = live["status"];
        if (NotSeen(live) is { } unseen)
            return unseen;
        var progressing = ConditionRules.Find(status, "Progressing");
        if (progressing?.Text("reason") == "ProgressDeadlineExceeded")
            return ReadinessVerdict.Fail($"it exceeded its progress deadline: {progressing.Text("message")}");
        var wanted = live["spec"].Number("replicas") ?? 1;
        var (updated, all, available) = (Count(status, "updatedReplicas"), Count(status, "replicas"), Count(status, "availableReplicas"));
        if (updated < wanted)
            return ReadinessVerdict.Wait($"{updated} of {wanted} new replicas have been made{Suffix(status)}");
        if (all > updated)
            return ReadinessVerdict.Wait($"{all - updated} old replicas are still ending");
        return available < updated ? ReadinessVerdict.Wait($"{available} of {updated} updated replicas are available{Suffix(status)}") : ReadinessVerdict.Ready;
    }

    public static ReadinessVerdict StatefulSet(JsonObject live)
    {
        var status = live["status"];
        if (NotSeen(live) is { } unseen)
            return unseen;
        var wanted = live["spec"].Number("replicas") ?? 1;
        var ready = Count(status, "readyReplicas");
        if (ready < wanted)
            return ReadinessVerdict.Wait($"{ready} of {wanted} replicas are ready");
        if (live["spec"].TextAt("updateStrategy", "type") == "OnDelete")
            return ReadinessVerdict.Ready;
        var partition = live["spec"].Number("updateStrategy", "rollingUpdate", "partition") ?? 0;
        var updated = Count(status, "updatedReplicas");
        if (partition > 0)
            return updated < wanted - partition ? ReadinessVerdict.Wait($"{updated} of {wanted - partition} new replicas of the partition have been updated") : ReadinessVerdict.Ready;
        if (status.TextAt("updateRevision") is { } next && next != status.TextAt("currentRevision"))
            return ReadinessVerdict.Wait($"{updated} of {wanted} replicas have the new revision");
        return ReadinessVerdict.Ready;
    }

    public static ReadinessVerdict DaemonSet(JsonObject live)
    {
        var status = live["status"];
        if (NotSeen(live) is { } unseen)
            return unseen;
        var (wanted, updated, available) = (Count(status, "desiredNumberScheduled"), Count(status, "updatedNumberScheduled"), Count(status, "numberAvailable"));
        if (live["spec"].TextAt("updateStrategy", "type") != "OnDelete" && updated < wanted)
            return ReadinessVerdict.Wait($"{updated} of {wanted} nodes have the new pod");
        return available < wanted ? ReadinessVerdict.Wait($"the pods of {available} of {wanted} nodes are available") : ReadinessVerdict.Ready;
    }

    public static ReadinessVerdict ReplicaSet(JsonObject live)
    {
        if (NotSeen(live) is { } unseen)
            return unseen;
        var status = live["status"];
        var wanted = live["spec"].Number("replicas") ?? 1;
        if (Count(status, "fullyLabeledReplicas") < wanted)
            return ReadinessVerdict.Wait($"{Count(status, "fullyLabeledReplicas")} of {wanted} replicas have been made{Suffix(status)}");
        return Count(status, "availableReplicas") < wanted
            ? ReadinessVerdict.Wait($"{Count(status, "availableReplicas")} of {wanted} replicas are available")
            : Count(status, "replicas") > wanted ? ReadinessVerdict.Wait($"{Count(status, "replicas") - wanted} surplus replicas are still ending") : ReadinessVerdict.Ready;
    }

    public static ReadinessVerdict Job(JsonObject live)
    {
        var status = live["status"];
        if (ConditionRules.Find(status, "Failed") is { } failed && ConditionRules.IsTrue(failed))
            return ReadinessVerdict.Fail(ConditionRules.Describe(failed, "Failed"));
        if (ConditionRules.IsTrue(ConditionRules.Find(status, "Complete")))
            return ReadinessVerdict.Ready;
        if (ConditionRules.IsTrue(ConditionRules.Find(status, "Suspended")))
            return ReadinessVerdict.Wait("it is suspended");
        return ReadinessVerdict.Wait($"{Count(status, "succeeded")} of {live["spec"].Number("completions") ?? 1} pods have succeeded, {Count(status, "failed")} failed, {Count(status, "active")} run");
    }

    // A workload's status is meaningful only once its controller has written it.
    private static ReadinessVerdict? NotSeen(JsonObject live) =>
        live["status"].Number("observedGeneration") is null && live["metadata"].Number("generation") is not null ? ReadinessVerdict.Wait("its controller has not seen it yet") : null;

    private static string Suffix(JsonNode? status) =>
        ConditionRules.Find(status, "ReplicaFailure") is { } failure && ConditionRules.IsTrue(failure) ? $": {failure.Text("message")}" : "";

    private static long Count(JsonNode? status, string member) => status.Number(member) ?? 0;
}
