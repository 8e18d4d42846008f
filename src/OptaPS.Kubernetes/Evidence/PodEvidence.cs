using System.Text.Json.Nodes;
using OptaPS.Kubernetes.Http;
using OptaPS.Kubernetes.Logs;
using OptaPS.Kubernetes.Objects;
using OptaPS.Kubernetes.Readiness;

namespace OptaPS.Kubernetes.Evidence;

/// <summary>Collects what shows why a workload is not ready: container states, conditions, Events and the ends of logs.</summary>
/// <param name="client">The cluster.</param>
public sealed class PodEvidence(IKubernetesClient client)
{
    private const int MostPods = 2;
    private const int MostEvents = 5;
    private const int LogLines = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Lines for <see cref="OptaPS.Diagnostics.Diagnostic.Evidence"/>, most telling first. Never throws for what cannot be read; says so in a line instead.</summary>
    /// <param name="workload">The live object.</param>
    /// <param name="cancellationToken">Stops collecting.</param>
    public async Task<IReadOnlyList<string>> CollectAsync(JsonObject workload, CancellationToken cancellationToken)
    {
        var states = new List<string>();
        var events = new List<string>();
        var logs = new List<string>();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            var pods = await PodFinder.FindAsync(client, workload, limit.Token);
            foreach (var pod in pods.Where(pod => !ReadinessChecker.Check(pod).IsReady).OrderByDescending(Gravity).Take(MostPods))
            {
                states.AddRange(StatesOf(pod));
                await AddEventsAsync(pod, events, limit.Token);
                foreach (var container in Unready(pod).Where(HasLog))
                    await AddLogAsync(pod, container, logs, limit.Token);
            }

            if (workload.GetKind().Kind != "Pod")
                await AddEventsAsync(workload, events, limit.Token);
        }
        catch (KubernetesException exception)
        {
            events.Add($"More evidence could not be read: {exception.Message}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            events.Add($"More evidence could not be read within {Patience.TotalSeconds:0} s.");
        }

        return [.. states, .. events.Distinct(), .. logs];
    }

    private static int Gravity(JsonObject pod) => PodRules.Containers(pod).Count(container => container.Status["state"]?["waiting"] is not null || container.Status.Number("restartCount") > 0);

    private static IEnumerable<string> StatesOf(JsonObject pod)
    {
        var name = $"Pod {pod.GetNamespace()}/{pod.GetName()}";
        var waiting = PodRules.Containers(pod).Where(container => container.Status["state"]?["waiting"] is not null && container.Status["state"].TextAt("waiting", "reason") != "PodInitializing").ToList();
        foreach (var container in waiting)
            yield return $"{name}: {PodRules.Describe(container)}";
        foreach (var container in PodRules.Containers(pod).Except(waiting))
            if ((container.Status["state"]?["terminated"] ?? container.Status["lastState"]?["terminated"]) is { } ended && ended.Number("exitCode") is > 0 and var code)
                yield return $"{name}: container {container.Name} ended with exit code {code} ({ended.TextAt("reason")}), {container.Status.Number("restartCount") ?? 0} restarts";
        foreach (var type in (string[])["PodScheduled", "Initialized", "ContainersReady"])
            if (ConditionRules.Find(pod["status"], type) is { } condition && !ConditionRules.IsTrue(condition) && condition.Text("message") is { Length: > 0 } message && (waiting.Count == 0 || type == "PodScheduled"))
                yield return $"{name}: {type} is {condition.Text("status")}: {message}";
        if (waiting.Count == 0 && pod["status"].TextAt("message") is { Length: > 0 } why)
            yield return $"{name}: {pod["status"].TextAt("reason")}: {why}";
    }

    // The log of a healthy neighbour, such as a mesh proxy, says nothing about what is wrong.
    private static IEnumerable<ContainerStatus> Unready(JsonObject pod)
    {
        var containers = PodRules.Containers(pod).ToList();
        return containers.Exists(container => !IsReady(container)) ? containers.Where(container => !IsReady(container)) : containers;
    }

    private static bool IsReady(ContainerStatus container) => container.Status["ready"]?.GetValue<bool>() == true;

    private static bool HasLog(ContainerStatus container) =>
        container.Status["state"]?["running"] is not null || container.Status["state"]?["terminated"] is not null || container.Status["lastState"]?["terminated"] is not null;

    private async Task AddEventsAsync(JsonObject about, List<string> lines, CancellationToken cancellationToken)
    {
        var events = await EventReader.ReadAsync(client, about, cancellationToken);
        lines.AddRange(events.Where(item => item.Text("type") == "Warning").Reverse().Take(MostEvents).Select(item => $"Event {about.GetKind().Kind} {about.GetName()}: {EventReader.Describe(item)}"));
    }

    private async Task AddLogAsync(JsonObject pod, ContainerStatus container, List<string> lines, CancellationToken cancellationToken)
    {
        var previous = container.Status["state"]?["waiting"] is not null;
        try
        {
            var query = new LogQuery(pod.GetNamespace() ?? "default", pod.GetName()) { Container = container.Name, Previous = previous, TailLines = LogLines };
            await foreach (var line in client.ReadLogsAsync(query, cancellationToken))
                lines.Add($"Log {pod.GetName()}/{container.Name}: {line.Text}");
        }
        catch (KubernetesException exception)
        {
            lines.Add($"The log of {pod.GetName()}/{container.Name} could not be read: {exception.Cause ?? exception.Message}");
        }
    }
}
