using System.Globalization;
using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Controllers.Cron;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Objects;
using OptaPS.Sandbox.Kubernetes.Storage;

namespace OptaPS.Sandbox.Kubernetes.Controllers;

/// <summary>Makes the jobs of cron jobs in time, and removes old ones.</summary>
internal sealed class CronJobController(Cluster cluster) : IController
{
    private const string Storage = "batch/cronjobs";
    private const string Component = "cronjob-controller";

    public IEnumerable<ObjectKey> Affected(StoreEvent change)
    {
        if (change.Current.Resource == Storage)
            yield return change.Current.Key;
        else if (change.Current.Resource == "batch/jobs" && Owners.ControllerKey(change.Current.Body, "CronJob") is { } key)
            yield return key;
    }

    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken ct)
    {
        if (cluster.Store.Get(Storage, key.Namespace, key.Name) is not { } stored || stored.Body.IsDeleting())
            return null;
        var cron = stored.Body;
        var jobs = Owners.Controlled(cluster, "batch/jobs", cron).Select(item => item.Body).ToList();
        var active = jobs.Where(job => Ended(job) is null).ToList();
        await ForgetAsync(cron, jobs, ct);
        if (CronSchedule.TryParse(cron.Text("spec", "schedule") ?? "", out var schedule) is not null)
            return null;
        var zone = cron.Text("spec", "timeZone") is { Length: > 0 } name && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var found) ? found : TimeZoneInfo.Utc;
        var now = cluster.Clock.Now;
        var since = Time(cron.Text("status", "lastScheduleTime")) ?? Time(cron.Text("metadata", "creationTimestamp")) ?? now;
        var due = cron.Flag("spec", "suspend") ? null : schedule!.Latest(since, now, zone);
        if (due is { } late && cron.Number("spec", "startingDeadlineSeconds") is { } deadline && late.AddSeconds(deadline) < now)
            due = null;
        var made = due is { } at ? await StartAsync(cron, active, at, ct) : null;
        await StatusAsync(cron, made is null ? active : [.. active, made], made is null ? null : due, ct);
        return NextMinute(now);
    }

    private static TimeSpan NextMinute(DateTimeOffset now) => TimeSpan.FromSeconds(60 - now.Second) + TimeSpan.FromMilliseconds(100);

    private static DateTimeOffset? Time(string? text) => text is null ? null : DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private static string? Ended(JsonObject job) => job.Objects("status", "conditions").FirstOrDefault(condition => condition.Text("type") is "Complete" or "Failed" && condition.Text("status") == "True").Text("type");

    private async Task<JsonObject?> StartAsync(JsonObject cron, List<JsonObject> active, DateTimeOffset due, CancellationToken ct)
    {
        var jobs = cluster.Kinds.Builtin("batch", "jobs");
        switch (cron.Text("spec", "concurrencyPolicy"))
        {
            case "Forbid" when active.Count > 0:
                await cluster.Events.RecordAsync(cron, "Normal", "JobAlreadyActive", "Not starting job because prior execution is running and concurrency policy is Forbid", Component, ct);
                return null;
            case "Replace":
                foreach (var job in active.ToList())
                {
                    await cluster.Deleter.DeleteAsync(jobs, job.Namespace(), job.Name(), DeleteRequest.Background, ct);
                    active.Remove(job);
                }

                break;
        }

        var template = cron.Map("spec", "jobTemplate");
        var name = string.Create(CultureInfo.InvariantCulture, $"{cron.Name()}-{due.ToUnixTimeSeconds() / 60}");
        var body = new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = name, ["ownerReferences"] = new JsonArray(Owners.Reference(cron)) },
            ["spec"] = template.Map("spec")?.Copy()
        };
        if (template.Map("metadata", "labels") is { } labels)
            body.Ensure("metadata")["labels"] = labels.Copy();
        foreach (var (key, value) in template.Pairs("metadata", "annotations"))
            body.Ensure("metadata", "annotations")[key] = value;
        body.Ensure("metadata", "annotations")["batch.kubernetes.io/cronjob-scheduled-timestamp"] = due.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        try
        {
            var made = await cluster.Objects.CreateAsync(new WriteContext(jobs, cron.Namespace(), name) { Internal = true }, body, ct);
            await cluster.Events.RecordAsync(cron, "Normal", "SuccessfulCreate", "Created job " + name, Component, ct);
            return made.Body;
        }
        catch (ApiException e) when (e.Reason == "AlreadyExists")
        {
            return null;
        }
        catch (ApiException e)
        {
            await cluster.Events.RecordAsync(cron, "Warning", "FailedCreate", "Error creating job: " + e.Message, Component, ct);
            return null;
        }
    }

    private async Task StatusAsync(JsonObject cron, List<JsonObject> active, DateTimeOffset? started, CancellationToken ct)
    {
        var done = Owners.Controlled(cluster, "batch/jobs", cron).Where(item => Ended(item.Body) == "Complete").Select(item => item.Body.Text("status", "completionTime")).OfType<string>().Max(StringComparer.Ordinal);
        await cluster.Objects.UpdateStatusAsync(cluster.Kinds.Builtin("batch", "cronjobs"), cron, body =>
        {
            var status = body.Ensure("status");
            status.Remove("active");
            if (active.Count > 0)
            {
                status["active"] = new JsonArray([.. active.Select(job => (JsonNode)new JsonObject
                {
                    ["kind"] = "Job", ["namespace"] = job.Namespace(), ["name"] = job.Name(), ["uid"] = job.Uid(), ["apiVersion"] = "batch/v1", ["resourceVersion"] = job.Text("metadata", "resourceVersion")
                })]);
            }

            if (started is { } time)
                status["lastScheduleTime"] = time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
            if (done is not null)
                status["lastSuccessfulTime"] = done;
        }, ct);
    }

    /// <summary>Keeps as many finished jobs as the cron job says.</summary>
    private async Task ForgetAsync(JsonObject cron, List<JsonObject> jobs, CancellationToken ct)
    {
        foreach (var (end, limit) in new[] { ("Complete", cron.Number("spec", "successfulJobsHistoryLimit") ?? 3), ("Failed", cron.Number("spec", "failedJobsHistoryLimit") ?? 1) })
        {
            var old = jobs.Where(job => Ended(job) == end).OrderByDescending(job => job.Text("metadata", "creationTimestamp"), StringComparer.Ordinal).ThenByDescending(job => job.Name(), StringComparer.Ordinal).Skip((int)limit);
            foreach (var job in old.ToList())
            {
                await cluster.Deleter.DeleteAsync(cluster.Kinds.Builtin("batch", "jobs"), job.Namespace(), job.Name(), DeleteRequest.Background, ct);
                await cluster.Events.RecordAsync(cron, "Normal", "SuccessfulDelete", "Deleted job " + job.Name(), Component, ct);
            }
        }
    }
}
