using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Objects;
using OptaPS.Sandbox.Kubernetes.Storage;

namespace OptaPS.Sandbox.Kubernetes.Controllers;

/// <summary>Runs the pods of jobs to completion.</summary>
internal sealed class JobController(Cluster cluster) : IController
{
    private const string Component = "job-controller";
    private const string ExhaustedReason = "BackoffLimitExceeded";
    private const string ExhaustedMessage = "Job has reached the specified backoff limit";
    private const string LateReason = "DeadlineExceeded";
    private const string LateMessage = "Job was active longer than specified deadline";

    public IEnumerable<ObjectKey> Affected(StoreEvent change)
    {
        if (change.Current.Resource == "batch/jobs")
            yield return change.Current.Key;
        else if (change.Current.Resource == "/pods" && Owners.ControllerKey(change.Current.Body, "Job") is { } key)
            yield return key;
    }

    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken ct)
    {
        if (cluster.Store.Get("batch/jobs", key.Namespace, key.Name) is not { } stored || stored.Body.IsDeleting())
            return null;
        var job = stored.Body;
        if (Finished(job) is { } finish)
            return await ExpireAsync(job, finish, ct);
        var pods = Owners.Controlled(cluster, "/pods", job).Select(item => item.Body).ToList();
        var succeeded = pods.Count(pod => pod.Text("status", "phase") == "Succeeded");
        var failed = pods.Count(pod => pod.Text("status", "phase") == "Failed");
        var active = pods.Count(PodFacts.IsActive);
        var completions = job.Number("spec", "completions");
        var wanted = job.Flag("spec", "suspend") ? 0 : Math.Min(job.Number("spec", "parallelism") ?? 1, completions is { } total ? total - succeeded : succeeded > 0 ? active : long.MaxValue);
        var late = Deadline(job) is { } end && end <= TimeSpan.Zero;
        var exhausted = late || failed > (job.Number("spec", "backoffLimit") ?? 6);
        for (var i = active; i < wanted && !exhausted; i++)
        {
            await PodFactory.CreateAsync(cluster, job, job.Map("spec", "template")!, Component, null, null, ct);
            active++;
        }

        if (late)
            failed += active;
        if (job.Flag("spec", "suspend") || exhausted)
        {
            foreach (var pod in pods.Where(PodFacts.IsActive))
                await PodFactory.DeleteAsync(cluster, job, pod, Component, ct);
            active = 0;
        }

        var done = !exhausted && !job.Flag("spec", "suspend") && (completions is { } all ? succeeded >= all : succeeded > 0 && active == 0);
        await StatusAsync(job, pods, active, succeeded, failed, done, exhausted, late, ct);
        if (job.Flag("spec", "suspend") && job.Objects("status", "conditions").All(condition => condition.Text("type") != "Suspended"))
            await cluster.Events.RecordAsync(job, "Normal", "Suspended", "Job suspended", Component, ct);
        if (done)
            await cluster.Events.RecordAsync(job, "Normal", "Completed", "Job completed", Component, ct);
        if (exhausted)
            await cluster.Events.RecordAsync(job, "Warning", late ? LateReason : ExhaustedReason, late ? LateMessage : ExhaustedMessage, Component, ct);
        return done || exhausted ? null : Deadline(Fresh(job));
    }

    private Task StatusAsync(JsonObject job, List<JsonObject> pods, int active, int succeeded, int failed, bool done, bool exhausted, bool late, CancellationToken ct) =>
        cluster.Objects.UpdateStatusAsync(cluster.Kinds.Builtin("batch", "jobs"), job, body =>
        {
            var status = body.Ensure("status");
            Put(status, "active", active);
            Put(status, "succeeded", succeeded);
            Put(status, "failed", failed);
            status["terminating"] = (long)pods.Count(pod => pod.IsDeleting());
            status["ready"] = (long)pods.Count(pod => PodFacts.IsActive(pod) && PodFacts.IsReady(pod));
            status["uncountedTerminatedPods"] = new JsonObject();
            if (!job.Flag("spec", "suspend"))
                status.Default("startTime", cluster.Timestamp);
            if (done)
            {
                status["completionTime"] = cluster.Timestamp;
                Condition(body, "SuccessCriteriaMet", "CompletionsReached", "Reached expected number of succeeded pods");
                Condition(body, "Complete", "CompletionsReached", "Reached expected number of succeeded pods");
            }
            else if (exhausted)
            {
                Condition(body, "FailureTarget", late ? LateReason : ExhaustedReason, late ? LateMessage : ExhaustedMessage);
                Condition(body, "Failed", late ? LateReason : ExhaustedReason, late ? LateMessage : ExhaustedMessage);
            }
            else if (job.Flag("spec", "suspend"))
            {
                Condition(body, "Suspended", "JobSuspended", "Job suspended");
            }
        }, ct);

    private JsonObject Fresh(JsonObject job) => cluster.Store.Get("batch/jobs", job.Namespace(), job.Name())?.Body ?? job;

    /// <summary>The time that a job has left to be done, or null when it may take any time.</summary>
    private TimeSpan? Deadline(JsonObject job) => !job.Flag("spec", "suspend") && job.Number("spec", "activeDeadlineSeconds") is { } seconds && job.Text("status", "startTime") is { } start
        ? TimeSpan.FromSeconds(seconds) - PodFacts.Elapsed(cluster, start) : null;

    private void Condition(JsonObject body, string type, string reason, string message)
    {
        var conditions = body.Ensure("status").EnsureList("conditions");
        if (conditions.OfType<JsonObject>().Any(item => item.Text("type") == type))
            return;
        conditions.Add(new JsonObject
        {
            ["type"] = type,
            ["status"] = "True",
            ["lastProbeTime"] = cluster.Timestamp,
            ["lastTransitionTime"] = cluster.Timestamp,
            ["reason"] = reason,
            ["message"] = message
        });
    }

    private async Task<TimeSpan?> ExpireAsync(JsonObject job, string finish, CancellationToken ct)
    {
        if (job.Number("spec", "ttlSecondsAfterFinished") is not { } seconds)
            return null;

        // Clients that wait for a Job look at it every few real seconds; a scaled clock must not take it away between two looks.
        var wanted = TimeSpan.FromSeconds(seconds);
        var least = TimeSpan.FromTicks((long)(Math.Min(wanted.TotalSeconds, 10) * TimeSpan.TicksPerSecond * Math.Max(1, cluster.Clock.Scale)));
        var left = (wanted > least ? wanted : least) - PodFacts.Elapsed(cluster, finish);
        if (left > TimeSpan.Zero)
            return left;
        await cluster.Deleter.DeleteAsync(cluster.Kinds.Builtin("batch", "jobs"), job.Namespace(), job.Name(), new DeleteRequest("Foreground", null, false), ct);
        return null;
    }

    private static string? Finished(JsonObject job) => job.Objects("status", "conditions")
        .FirstOrDefault(condition => condition.Text("type") is "Complete" or "Failed" && condition.Text("status") == "True").Text("lastTransitionTime");

    private static void Put(JsonObject status, string name, long value)
    {
        if (value == 0)
            status.Remove(name);
        else
            status[name] = value;
    }
}
