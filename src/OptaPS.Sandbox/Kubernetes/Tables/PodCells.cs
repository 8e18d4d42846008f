using System.Globalization;
using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Schema;

namespace OptaPS.Sandbox.Kubernetes.Tables;

/// <summary>The pod row.</summary>
internal static class PodCells
{
    public static Func<JsonObject, JsonArray>? Find(CellWriter rows, ResourceKind kind) => kind.Storage == "/pods" ? pod => Row(rows, pod) : null;

    private static JsonArray Row(CellWriter rows, JsonObject pod)
    {
        var containers = pod.Objects("spec", "containers").ToList();
        var sidecars = pod.Objects("spec", "initContainers").Where(item => item.Text("restartPolicy") == "Always").Select(item => item.Text("name")).ToHashSet();
        var statuses = pod.Objects("status", "containerStatuses").Concat(pod.Objects("status", "initContainerStatuses").Where(item => sidecars.Contains(item.Text("name")))).ToList();
        var ready = statuses.Count(item => item.Flag("ready") && item.At("state", "running") is not null);
        var status = Status(pod);
        // As long as a pod gets ready to start, the restarts of what makes it ready count.
        if (status.StartsWith("Init:", StringComparison.Ordinal))
            statuses = [.. pod.Objects("status", "initContainerStatuses")];
        var restarts = statuses.Sum(item => item.Number("restartCount") ?? 0);
        var last = statuses.Select(item => item.Text("lastState", "terminated", "finishedAt")).OfType<string>().Max(StringComparer.Ordinal);
        var restartText = restarts.ToString(CultureInfo.InvariantCulture);
        if (restarts > 0 && last is not null)
            restartText += $" ({Age.Since(rows.Cluster, last)} ago)";
        var gates = pod.Objects("spec", "readinessGates").ToList();
        var gatesReady = gates.Count(gate => pod.Objects("status", "conditions").Any(condition => condition.Text("type") == gate.Text("conditionType") && condition.Text("status") == "True"));
        return
        [
            pod.Name(), $"{ready}/{containers.Count + sidecars.Count}", status, restartText, rows.Age(pod),
            CellWriter.OrNone(pod.Text("status", "podIP")), CellWriter.OrNone(pod.Text("spec", "nodeName")), CellWriter.OrNone(pod.Text("status", "nominatedNodeName")),
            gates.Count == 0 ? CellWriter.None : $"{gatesReady}/{gates.Count}"
        ];
    }

    private static string Status(JsonObject pod)
    {
        var reason = pod.Text("status", "reason") ?? pod.Text("status", "phase") ?? "";
        if (pod.Objects("status", "conditions").Any(condition => condition.Text("type") == "PodScheduled" && condition.Text("reason") == "SchedulingGated"))
            reason = "SchedulingGated";
        var inits = pod.Objects("spec", "initContainers").ToList();
        var initStatuses = pod.Objects("status", "initContainerStatuses").ToList();
        for (var i = 0; i < initStatuses.Count; i++)
        {
            var status = initStatuses[i];
            if (status.Number("state", "terminated", "exitCode") == 0 || (inits.ElementAtOrDefault(i).Text("restartPolicy") == "Always" && status.Flag("started")))
                continue;
            if (status.At("state", "terminated") is { } ended)
                return "Init:" + (ended.Text("reason") ?? "ExitCode:" + ended.Number("exitCode"));
            if (status.Text("state", "waiting", "reason") is { } waiting and not "PodInitializing")
                return "Init:" + waiting;
            return $"Init:{i}/{inits.Count}";
        }

        var running = false;
        foreach (var status in pod.Objects("status", "containerStatuses").Reverse())
        {
            if (status.Text("state", "waiting", "reason") is { } waiting)
                reason = waiting;
            else if (status.At("state", "terminated") is { } ended)
                reason = ended.Text("reason") ?? (ended.Number("signal") is { } signal and not 0 ? "Signal:" + signal : "ExitCode:" + ended.Number("exitCode"));
            else if (status.Flag("ready") && status.At("state", "running") is not null)
                running = true;
        }

        if (reason == "Completed" && running)
            reason = Controllers.PodFacts.IsReady(pod) ? "Running" : "NotReady";
        if (pod.IsDeleting() && pod.Text("status", "reason") == "NodeLost")
            return "Unknown";
        return pod.IsDeleting() && pod.Text("status", "phase") is not ("Succeeded" or "Failed") ? "Terminating" : reason;
    }
}
