using System.Globalization;
using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Controllers;

/// <summary>What controllers ask about pods.</summary>
internal static class PodFacts
{
    public static bool IsReady(JsonObject pod) => pod.Objects("status", "conditions").Any(condition => condition.Text("type") == "Ready" && condition.Text("status") == "True");

    public static bool IsTerminal(JsonObject pod) => pod.Text("status", "phase") is "Succeeded" or "Failed";

    public static bool IsActive(JsonObject pod) => !IsTerminal(pod) && !pod.IsDeleting();

    /// <summary>Ready for at least the given simulated seconds.</summary>
    public static bool IsAvailable(Cluster cluster, JsonObject pod, long minReadySeconds)
    {
        var ready = pod.Objects("status", "conditions").FirstOrDefault(condition => condition.Text("type") == "Ready" && condition.Text("status") == "True");
        return ready is not null && (minReadySeconds == 0 || Elapsed(cluster, ready.Text("lastTransitionTime")) >= TimeSpan.FromSeconds(minReadySeconds));
    }

    /// <summary>Simulated time since a time stamp.</summary>
    public static TimeSpan Elapsed(Cluster cluster, string? since) =>
        since is not null && DateTimeOffset.TryParse(since, CultureInfo.InvariantCulture, out var at) ? (cluster.Clock.Now - at) * cluster.Clock.Scale : TimeSpan.MaxValue;

    /// <summary>An absolute number or a percentage of a total.</summary>
    public static long Scaled(JsonNode? value, long total, bool roundUp)
    {
        if (value.Text() is { } text && text.EndsWith('%') && double.TryParse(text[..^1], CultureInfo.InvariantCulture, out var percent))
            return (long)(roundUp ? Math.Ceiling(percent * total / 100) : Math.Floor(percent * total / 100));
        return value.Number() ?? 0;
    }
}
