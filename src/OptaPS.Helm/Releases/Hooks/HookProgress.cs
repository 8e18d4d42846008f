using System.Text.Json.Nodes;
using OptaPS.Helm.Releases.Waiting;
using OptaPS.Kubernetes;
using OptaPS.Kubernetes.Evidence;
using OptaPS.Kubernetes.Http;
using OptaPS.Kubernetes.Objects;

namespace OptaPS.Helm.Releases.Hooks;

/// <summary>How far a job or pod that runs to its end is.</summary>
internal static class HookProgress
{
    private static readonly string[] Failures = ["BackoffLimitExceeded", "DeadlineExceeded", "FailedIndexes", "MaxFailedIndexesExceeded", "PodFailurePolicy"];

    /// <summary>What one look shows; with the object, when it is there.</summary>
    /// <param name="client">The cluster.</param>
    /// <param name="key">The job or pod.</param>
    /// <param name="seen">The object at the look before, or null.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static async Task<(ObjectState State, JsonObject? Live)> LookAsync(IKubernetesClient client, ObjectKey key, JsonObject? seen, CancellationToken cancellationToken)
    {
        if (await client.GetAsync(key, cancellationToken) is { } live)
            return (key.Kind.Kind == "Job" ? OfJob(live) : OfPod(live), live);
        if (seen is not null && await FailureAsync(client, seen, cancellationToken) is { } failure)
            return (new ObjectState(false, true, $"It is gone, and an event says why it failed: {failure}"), null);
        return (new ObjectState(true, false, "It was deleted before it was seen to end, as jobs with a time to live are; that counts as done."), null);
    }

    /// <summary>A job that is deleted as soon as it failed leaves nothing but its events.</summary>
    private static async Task<string?> FailureAsync(IKubernetesClient client, JsonObject seen, CancellationToken cancellationToken)
    {
        if (seen.GetUid() is null)
            return null;
        try
        {
            var events = await EventReader.ReadAsync(client, seen, cancellationToken);
            var last = events.LastOrDefault(item => item["involvedObject"].TextAt("uid") == seen.GetUid() && Failures.Contains(item.Text("reason")));
            return last is null ? null : EventReader.Describe(last);
        }
        catch (KubernetesException)
        {
            // Whoever may run hooks need not be allowed to read events; then it is as in Helm.
            return null;
        }
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
