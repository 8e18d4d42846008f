using System.Text.Json.Nodes;
using OptaPS.Kubernetes.Objects;

namespace OptaPS.Kubernetes.Readiness;

/// <summary>
/// Rules of horizontal pod autoscalers. Without a number of its own a workload starts with one replica and is "rolled out" before the autoscaler,
/// which first looks a period later (15 s by default), has raised it to its least number; a rollout is over only after that.
/// </summary>
internal static class AutoscalerRules
{
    /// <summary>By the autoscaler alone: whether it has decided on at least its least number.</summary>
    public static ReadinessVerdict Autoscaler(JsonObject live) =>
        Least(live) is var least && least > 1 && (live["status"].Number("desiredReplicas") ?? 0) < least && IsAble(live)
            ? ReadinessVerdict.Wait($"it has not asked for its least number of {least} replicas yet")
            : ReadinessVerdict.Ready;

    /// <summary>With its target: whether that has the least number, and all of them ready.</summary>
    /// <param name="live">The autoscaler.</param>
    /// <param name="target">What it scales; null when there is no such object.</param>
    public static ReadinessVerdict WithTarget(JsonObject live, JsonObject? target)
    {
        // Nothing to scale, or scaled to zero, which switches an autoscaler off: it is as it was asked to be.
        if (target is null || target["spec"].Number("replicas") is not { } replicas || replicas == 0)
            return ReadinessVerdict.Ready;
        if (replicas < Least(live))
            return ReadinessVerdict.Wait($"{target.GetKind().Kind} {target.GetName()} has {replicas} of at least {Least(live)} replicas");
        var verdict = ReadinessChecker.Check(target);
        return verdict.IsReady ? verdict : ReadinessVerdict.Wait($"{target.GetKind().Kind} {target.GetName()}: {verdict.Reason}");
    }

    /// <summary>The object that an autoscaler scales, or null when it names none.</summary>
    public static ObjectKey? TargetOf(JsonObject live) => live["spec"]?["scaleTargetRef"] is JsonObject target && target.Text("kind") is { } kind && target.Text("name") is { } name
        ? new ObjectKey(GroupVersionKind.Of(target.Text("apiVersion") ?? "v1", kind), live.GetNamespace(), name)
        : null;

    private static long Least(JsonObject live) => live["spec"].Number("minReplicas") ?? 1;

    // A target that cannot be read or scaled is a matter of the autoscaler's use; it keeps nobody waiting.
    private static bool IsAble(JsonObject live) => ConditionRules.Find(live["status"], "AbleToScale")?.Text("status") != "False" && ConditionRules.Find(live["status"], "ScalingActive")?.Text("reason") != "ScalingDisabled";
}
