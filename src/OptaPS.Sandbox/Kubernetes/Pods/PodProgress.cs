using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Controllers;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Pods;

/// <summary>One step of a pod's life: the next status and when to look again.</summary>
internal sealed class PodProgress(Cluster cluster, JsonObject pod)
{
    private static readonly TimeSpan BackOff = TimeSpan.FromSeconds(10);
    private readonly JsonObject next = pod.Copy();
    private TimeSpan? again;

    public async Task<(JsonObject? Changed, TimeSpan? Again)> AdvanceAsync(CancellationToken ct)
    {
        var initialised = await InitAsync(ct);
        if (initialised)
        {
            PodConditions.Set(cluster, next, "Initialized", true, null, null);
            foreach (var container in pod.Objects("spec", "containers"))
                await ContainerAsync(container, next.Objects("status", "containerStatuses").First(status => status.Text("name") == container.Text("name")), "containers", ct);
        }

        Summarise();
        var status = next["status"]!.AsObject();
        return (JsonWrite.Same(status, pod["status"]) ? null : status, again);
    }

    private async Task<bool> InitAsync(CancellationToken ct)
    {
        foreach (var container in pod.Objects("spec", "initContainers"))
        {
            var status = next.Objects("status", "initContainerStatuses").First(item => item.Text("name") == container.Text("name"));
            if (container.Text("restartPolicy") == "Always")
            {
                await ContainerAsync(container, status, "initContainers", ct);
                if (!status.Flag("ready"))
                    return false;
                continue;
            }

            if (status.Text("state", "terminated", "reason") == "Completed")
                continue;
            if (PodScript.For(pod, container).PullFails)
            {
                await PullFailedAsync(container, status, "initContainers", ct);
                return false;
            }

            status["state"] = Terminated(0, "Completed");
            status["ready"] = true;
            await EventAsync("Normal", "Started", $"Started container {container.Text("name")}", container, "initContainers", ct);
        }

        return true;
    }

    private async Task ContainerAsync(JsonObject container, JsonObject status, string list, CancellationToken ct)
    {
        var script = PodScript.For(pod, container);
        if (status.At("state", "waiting") is not null)
        {
            var reason = status.Text("state", "waiting", "reason");
            if (script.PullFails)
                await PullFailedAsync(container, status, list, ct);
            else if (reason == "CrashLoopBackOff" && Due(status) is { } wait)
                Later(wait);
            else
                await StartAsync(container, status, list, ct);
            return;
        }

        if (status.At("state", "running") is null)
            return;
        var running = PodFacts.Elapsed(cluster, status.Text("state", "running", "startedAt"));
        if (script.Crashes)
        {
            if (running < TimeSpan.FromSeconds(2))
                Later(TimeSpan.FromSeconds(2) - running);
            else
                await CrashAsync(container, status, script, list, ct);
        }
        else if (Completes())
        {
            Complete(status, running, PodScript.InputEnded(pod) ?? 0);
        }
        else if (script.NeverReady)
        {
            await EventAsync("Warning", "Unhealthy", "Readiness probe failed: HTTP probe failed with statuscode: 503", container, list, ct);
            Later(BackOff);
        }
        else if (!status.Flag("ready"))
        {
            if (running >= script.ReadyAfter)
            {
                status["ready"] = true;
                status["started"] = true;
            }
            else
            {
                Later(script.ReadyAfter - running);
            }
        }
    }

    private async Task StartAsync(JsonObject container, JsonObject status, string list, CancellationToken ct)
    {
        var image = container.Text("image") ?? "";
        if (status.Number("restartCount") == 0)
        {
            await EventAsync("Normal", "Pulling", $"Pulling image \"{image}\"", container, list, ct);
            await EventAsync("Normal", "Pulled", $"Successfully pulled image \"{image}\" in 421ms (421ms including waiting). Image size: 31337 bytes.", container, list, ct);
        }

        await EventAsync("Normal", "Created", $"Container created: {container.Text("name")}", container, list, ct);
        await EventAsync("Normal", "Started", "Container started", container, list, ct);
        status["state"] = new JsonObject { ["running"] = new JsonObject { ["startedAt"] = cluster.Timestamp } };
        status["started"] = true;
        status["imageID"] = image.Split('@')[0].Split(':')[0] + "@sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(image)));
        status["containerID"] = "containerd://" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        var script = PodScript.For(pod, container);
        status["ready"] = script is { Crashes: false, NeverReady: false } && script.ReadyAfter == TimeSpan.Zero && !Completes();
        Later(script.ReadyAfter > TimeSpan.Zero ? script.ReadyAfter : TimeSpan.FromSeconds(1));
        if (next.Text("status", "podIP") is null)
        {
            var ip = cluster.PodAddress();
            next.Ensure("status")["podIP"] = ip;
            next.Ensure("status")["podIPs"] = new JsonArray(new JsonObject { ["ip"] = ip });
            PodConditions.Set(cluster, next, "PodReadyToStartContainers", true, null, null);
        }
    }

    private async Task PullFailedAsync(JsonObject container, JsonObject status, string list, CancellationToken ct)
    {
        var image = container.Text("image") ?? "";
        var pull = $"failed to pull and unpack image \"{image}\": failed to resolve reference \"{image}\": {image}: not found";
        if (status.Text("state", "waiting", "reason") is "ErrImagePull")
        {
            status["state"] = Waiting("ImagePullBackOff", $"Back-off pulling image \"{image}\": ErrImagePull: rpc error: code = NotFound desc = {pull}");
            await EventAsync("Normal", "BackOff", $"Back-off pulling image \"{image}\"", container, list, ct);
            await EventAsync("Warning", "Failed", "Error: ImagePullBackOff", container, list, ct);
        }
        else
        {
            await EventAsync("Normal", "Pulling", $"Pulling image \"{image}\"", container, list, ct);
            await EventAsync("Warning", "Failed", $"Failed to pull image \"{image}\": rpc error: code = NotFound desc = {pull}", container, list, ct);
            if (status.Text("state", "waiting", "reason") != "ImagePullBackOff")
            {
                status["state"] = Waiting("ErrImagePull", $"rpc error: code = NotFound desc = {pull}");
                await EventAsync("Warning", "Failed", "Error: ErrImagePull", container, list, ct);
            }
        }

        Later(status.Text("state", "waiting", "reason") == "ErrImagePull" ? TimeSpan.FromSeconds(3) : TimeSpan.FromSeconds(30));
    }

    private async Task CrashAsync(JsonObject container, JsonObject status, PodScript script, string list, CancellationToken ct)
    {
        var ended = script.Behavior == "oom" ? Terminated(137, "OOMKilled") : Terminated(1, "Error");
        ended["terminated"]!["startedAt"] = status.Text("state", "running", "startedAt");
        ended["terminated"]!["containerID"] = status.Text("containerID");
        status["ready"] = false;
        status["started"] = false;
        if (pod.Text("spec", "restartPolicy") == "Never")
        {
            status["state"] = ended;
            return;
        }

        status["lastState"] = ended;
        status["restartCount"] = (status.Number("restartCount") ?? 0) + 1;
        status["state"] = Waiting("CrashLoopBackOff", $"back-off 10s restarting failed container={container.Text("name")} pod={pod.Name()}_{pod.Namespace()}({pod.Uid()})");
        await EventAsync("Warning", "BackOff", $"Back-off restarting failed container {container.Text("name")} in pod {pod.Name()}_{pod.Namespace()}({pod.Uid()})", container, list, ct);
        Later(BackOff);
    }

    private void Complete(JsonObject status, TimeSpan running, long exit)
    {
        if (running < TimeSpan.FromSeconds(1))
        {
            Later(TimeSpan.FromSeconds(1));
            return;
        }

        var ended = Terminated(exit, exit == 0 ? "Completed" : "Error");
        ended["terminated"]!["startedAt"] = status.Text("state", "running", "startedAt");
        status["state"] = ended;
        status["ready"] = false;
        status["started"] = false;
    }

    /// <summary>Pods that are not restarted forever do their work and end; a shell that reads from its client ends with it.</summary>
    private bool Completes() => pod.Text("spec", "restartPolicy") is "Never" or "OnFailure" && pod.Annotation(PodScript.Prefix + "behavior") != "keep-running"
        && (PodScript.InputEnded(pod) is not null || !pod.Objects("spec", "containers").Any(PodScript.ReadsInput));

    private TimeSpan? Due(JsonObject status)
    {
        var waited = PodFacts.Elapsed(cluster, status.Text("lastState", "terminated", "finishedAt"));
        return waited < BackOff ? BackOff - waited : null;
    }

    private void Summarise()
    {
        var containers = next.Objects("status", "containerStatuses").ToList();
        var status = next.Ensure("status");
        if (containers.All(item => item.At("state", "terminated") is not null))
        {
            var failed = containers.Any(item => item.Number("state", "terminated", "exitCode") != 0);
            status["phase"] = failed ? "Failed" : "Succeeded";
            foreach (var type in new[] { "Ready", "ContainersReady" })
                PodConditions.Set(cluster, next, type, false, failed ? "PodFailed" : "PodCompleted", null);
            return;
        }

        if (containers.Any(item => item.At("state", "running") is not null || item.Number("restartCount") > 0))
            status["phase"] = "Running";
        var unready = containers.Where(item => !item.Flag("ready")).Select(item => item.Text("name")).ToList();
        foreach (var type in new[] { "Ready", "ContainersReady" })
        {
            PodConditions.Set(cluster, next, type, unready.Count == 0, unready.Count == 0 ? null : "ContainersNotReady",
                unready.Count == 0 ? null : $"containers with unready status: [{string.Join(' ', unready)}]");
        }
    }

    private Task EventAsync(string type, string reason, string message, JsonObject container, string list, CancellationToken ct) =>
        cluster.Events.RecordAsync(pod, type, reason, message, "kubelet", ct, $"spec.{list}{{{container.Text("name")}}}");

    private void Later(TimeSpan wait) => again = again is { } other && other < wait ? other : wait;

    private static JsonObject Waiting(string reason, string message) => new() { ["waiting"] = new JsonObject { ["reason"] = reason, ["message"] = message } };

    private JsonObject Terminated(long code, string reason) => new()
    {
        ["terminated"] = new JsonObject { ["exitCode"] = code, ["reason"] = reason, ["startedAt"] = cluster.Timestamp, ["finishedAt"] = cluster.Timestamp }
    };
}
