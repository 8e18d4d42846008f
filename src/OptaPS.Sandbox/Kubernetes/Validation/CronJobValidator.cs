using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Controllers.Cron;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Validation;

/// <summary>Cron jobs: schedule, zone, concurrency and the job they make.</summary>
internal sealed class CronJobValidator : IKindValidator
{
    public IReadOnlyList<string> Storages { get; } = ["batch/cronjobs"];

    public IEnumerable<FieldError> Validate(JsonObject body, JsonObject? old)
    {
        var found = new Findings();
        var spec = body.Map("spec") ?? [];
        var schedule = spec.Text("schedule") ?? "";
        if (schedule.Length == 0)
            found.Required("spec.schedule");
        else if (CronSchedule.TryParse(schedule, out _) is { } problem)
            found.Invalid("spec.schedule", schedule, problem);
        if (schedule.Contains("TZ", StringComparison.Ordinal))
            found.Invalid("spec.schedule", schedule, "cannot use TZ or CRON_TZ in schedule, use timeZone field instead");
        found.NotNegative("spec.startingDeadlineSeconds", spec["startingDeadlineSeconds"]);
        if (spec.Text("timeZone") is { } zone)
        {
            if (zone.Length == 0)
                found.Invalid("spec.timeZone", zone, "timeZone must be nil or non-empty string");
            else if (zone.Equals("Local", StringComparison.OrdinalIgnoreCase))
                found.Invalid("spec.timeZone", zone, "timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones");
            else if (!TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var known) || known.Id != zone)
                found.Invalid("spec.timeZone", zone, "unknown time zone " + zone);
        }

        found.OneOf("spec.concurrencyPolicy", spec.Text("concurrencyPolicy"), "Allow", "Forbid", "Replace");
        if (spec.Flag("jobTemplate", "spec", "manualSelector"))
            found.NotSupported("spec.jobTemplate.spec.manualSelector", true, "nil", "false");
        JobValidator.Spec(found, spec.Map("jobTemplate", "spec") ?? [], "spec.jobTemplate.spec", selector: false);
        found.NotNegative("spec.successfulJobsHistoryLimit", spec["successfulJobsHistoryLimit"]);
        found.NotNegative("spec.failedJobsHistoryLimit", spec["failedJobsHistoryLimit"]);
        return found;
    }
}
