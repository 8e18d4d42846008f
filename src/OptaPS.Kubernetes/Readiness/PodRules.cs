using System.Text.Json.Nodes;
using OptaPS.Kubernetes.Objects;

namespace OptaPS.Kubernetes.Readiness;

/// <summary>Rules of pods.</summary>
internal static class PodRules
{
    private const int ManyRestarts = 3;
    private static readonly HashSet<string> Hopeless = ["InvalidImageName", "ErrImageNeverPull", "ImageInspectError"];
    private static readonly HashSet<string> Suspicious = ["ImagePullBackOff", "ErrImagePull", "CreateContainerConfigError", "CreateContainerError", "RunContainerError"];
    private static readonly string[] Final = ["not found", "manifest unknown", "does not exist", "unauthorized", "access denied", "denied:", "403 Forbidden"];

    public static ReadinessVerdict Pod(JsonObject pod)
    {
        switch (pod["status"].TextAt("phase"))
        {
            case "Succeeded":
                return ReadinessVerdict.Ready;
            case "Failed":
                return ReadinessVerdict.Fail(string.Join(": ", new[] { "it failed", pod["status"].TextAt("reason"), pod["status"].TextAt("message") }.Where(part => part is not null)));
        }

        if (ConditionRules.IsTrue(ConditionRules.Find(pod["status"], "Ready")))
            return ReadinessVerdict.Ready;
        if (WhyHopeless(pod, TimeSpan.Zero, null) is { } hopeless)
            return ReadinessVerdict.Wait(hopeless);
        if (ConditionRules.Find(pod["status"], "PodScheduled") is { } scheduled && !ConditionRules.IsTrue(scheduled))
            return ReadinessVerdict.Wait($"it is not scheduled: {scheduled.Text("message")}");
        var waiting = Containers(pod).FirstOrDefault(container => container.Status["state"]?["waiting"] is not null);
        return ReadinessVerdict.Wait(waiting is null ? ConditionRules.Describe(ConditionRules.Find(pod["status"], "Ready"), "Ready") : Describe(waiting));
    }

    /// <summary>Why waiting for a pod makes no sense, or null. What may pass by itself counts only when the pod is older than <paramref name="patience"/> (by <paramref name="age"/>).</summary>
    public static string? WhyHopeless(JsonObject pod, TimeSpan age, TimeSpan? patience = null)
    {
        var old = age >= (patience ?? TimeSpan.Zero);
        foreach (var container in Containers(pod))
        {
            var state = container.Status["state"]?["waiting"];
            var reason = state.TextAt("reason") ?? "";
            var message = state.TextAt("message") ?? "";
            if (Hopeless.Contains(reason)
                || (Suspicious.Contains(reason) && (old || Array.Exists(Final, word => message.Contains(word, StringComparison.OrdinalIgnoreCase))))
                || (reason == "CrashLoopBackOff" && (container.Status.Number("restartCount") ?? 0) >= ManyRestarts && old))
                return Describe(container);
        }

        return null;
    }

    /// <summary>The containers of a pod with their status, init containers first.</summary>
    public static IEnumerable<ContainerStatus> Containers(JsonObject pod) =>
        from member in (string[])["initContainerStatuses", "containerStatuses"]
        from status in (pod["status"]?[member] as JsonArray ?? []).OfType<JsonObject>()
        select new ContainerStatus(status.Text("name") ?? "", status);

    public static string Describe(ContainerStatus container)
    {
        var state = container.Status["state"]?["waiting"];
        var ended = container.Status["lastState"]?["terminated"] ?? container.Status["state"]?["terminated"];
        var text = $"container {container.Name} waits: {state.TextAt("reason") ?? "no reason given"}";
        if (state.TextAt("message") is { Length: > 0 } message)
            text += $": {message}";
        return ended is null ? text : $"{text} (last run ended with exit code {ended.Number("exitCode")}, {ended.TextAt("reason")}, {container.Status.Number("restartCount") ?? 0} restarts)";
    }
}
