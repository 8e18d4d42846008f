using System.Globalization;
using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Pods;

/// <summary>How a simulated container behaves, from its image name and the pod's annotations (<c>sandbox.optaps.dev/behavior</c>, <c>/ready-after</c>, <c>/log</c>).</summary>
internal sealed record PodScript(string Behavior, TimeSpan ReadyAfter, IReadOnlyList<string> LogLines)
{
    public const string Prefix = "sandbox.optaps.dev/";

    private static readonly string[] Behaviors = ["does-not-exist", "crash-loop", "never-ready", "slow-start", "oom"];

    /// <summary>Set on a pod when the client of its shell has ended it: the exit code.</summary>
    public const string InputEndedName = Prefix + "input-ended";

    public bool PullFails => Behavior == "does-not-exist";

    public bool Crashes => Behavior is "crash-loop" or "oom";

    public bool NeverReady => Behavior == "never-ready";

    /// <summary>Exit code of the shell that a client talked to and ended; null before.</summary>
    public static long? InputEnded(JsonObject pod) => long.TryParse(pod.Annotation(InputEndedName), NumberStyles.None, CultureInfo.InvariantCulture, out var exit) ? exit : null;

    /// <summary>True when a container asks for an input and has a shell, or whatever its image starts, read from it.</summary>
    public static bool ReadsInput(JsonObject container) => container.Flag("stdin");

    public static PodScript For(JsonObject pod, JsonObject container)
    {
        var image = container.Text("image") ?? "";
        var behavior = pod.Annotation(Prefix + "behavior") is { } named && container.Text("name") != "linkerd-proxy" ? named : Array.Find(Behaviors, word => image.Contains(word, StringComparison.Ordinal)) ?? "";
        var probe = container.Map("readinessProbe");
        var seconds = behavior == "slow-start" ? 20 : probe is null ? 0 : (probe.Number("initialDelaySeconds") ?? 0) + 1;
        if (pod.Annotation(Prefix + "ready-after") is { } text && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var asked))
            seconds = asked;
        var lines = pod.Annotation(Prefix + "log")?.Split('\n') ?? [];
        return new PodScript(behavior, TimeSpan.FromSeconds(seconds), lines);
    }

    /// <summary>What the container has written so far.</summary>
    public IReadOnlyList<string> Log(JsonObject pod, JsonObject container)
    {
        var lines = new List<string> { $"starting {container.Text("image")}" };
        foreach (var port in container.Objects("ports"))
            lines.Add($"listening on port {port.Number("containerPort")}");
        lines.AddRange(LogLines);
        switch (Behavior)
        {
            case "crash-loop":
                lines.Add("fatal: configuration is not usable: exiting with status 1");
                break;
            case "oom":
                lines.Add("allocating memory");
                break;
            case "never-ready":
                lines.Add("health check failed: dependency is not reachable");
                break;
            default:
                lines.Add("ready");
                break;
        }

        return lines;
    }
}
