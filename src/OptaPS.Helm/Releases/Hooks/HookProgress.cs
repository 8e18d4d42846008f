using System.Text.Json.Nodes;
using OptaPS.Helm.Releases.Waiting;
using OptaPS.Kubernetes;
using OptaPS.Kubernetes.Objects;

namespace OptaPS.Helm.Releases.Hooks;

/// <summary>How far a job or pod that runs to its end is.</summary>
internal static class HookProgress
{
    /// <summary>One look.</summary>
    public static async Task<ObjectState> LookAsync(IKubernetesClient client, ObjectKey key, CancellationToken cancellationToken)
    {
        if (await client.GetAsync(key, cancellationToken) is not { } live)
            return new ObjectState(true, false, "It was deleted before it was seen to end, as jobs with a time to live are; that counts as done.");
        return key.Kind.Kind == "Job" ? OfJob(live) : OfPod(live);
    }

    private static ObjectState OfJob(JsonObject job)
    {
        foreach (var condition in (job["status"]?["conditions"] as JsonArray)?.OfType<JsonObject>() ?? [])
        {
            if (condition.Text("status") != "True")
                continue;
            if (condition.Text("type") == "Complete")
                return new ObjectState(true, false, "");
            if (condition.Text("type") == "Failed")
                return new ObjectState(false, true, $"{condition.Text("reason")}: {condition.Text("message")}");
        }

        return new ObjectState(false, false, "The job has not ended yet.");
    }

    private static ObjectState OfPod(JsonObject pod) => pod.TextAt("status", "phase") switch
    {
        "Succeeded" => new ObjectState(true, false, ""),
        "Failed" => new ObjectState(false, true, $"The pod failed. {pod.TextAt("status", "message")}".TrimEnd()),
        var phase => new ObjectState(false, false, $"The pod is {phase ?? "not started"}."),
    };
}
