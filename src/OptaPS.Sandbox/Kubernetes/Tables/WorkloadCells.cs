using System.Globalization;
using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Schema;

namespace OptaPS.Sandbox.Kubernetes.Tables;

/// <summary>Rows of workloads.</summary>
internal static class WorkloadCells
{
    public static Func<JsonObject, JsonArray>? Find(CellWriter rows, ResourceKind kind) => kind.Storage switch
    {
        "apps/deployments" => body =>
        [
            body.Name(), $"{Count(body, "readyReplicas")}/{Wanted(body)}", Count(body, "updatedReplicas"), Count(body, "availableReplicas"), rows.Age(body),
            CellWriter.Containers(Template(body)), CellWriter.Images(Template(body)), CellWriter.Selector(body.At("spec", "selector"))
        ],
        "apps/replicasets" => body =>
        [
            body.Name(), Wanted(body), Count(body, "replicas"), Count(body, "readyReplicas"), rows.Age(body),
            CellWriter.Containers(Template(body)), CellWriter.Images(Template(body)), CellWriter.Selector(body.At("spec", "selector"))
        ],
        "/replicationcontrollers" => body =>
        [
            body.Name(), Wanted(body), Count(body, "replicas"), Count(body, "readyReplicas"), rows.Age(body),
            CellWriter.Containers(Template(body)), CellWriter.Images(Template(body)), CellWriter.Labels(body.At("spec", "selector"))
        ],
        "apps/statefulsets" => body =>
        [
            body.Name(), $"{Count(body, "readyReplicas")}/{Wanted(body)}", rows.Age(body), CellWriter.Containers(Template(body)), CellWriter.Images(Template(body))
        ],
        "apps/daemonsets" => body =>
        [
            body.Name(), Count(body, "desiredNumberScheduled"), Count(body, "currentNumberScheduled"), Count(body, "numberReady"), Count(body, "updatedNumberScheduled"), Count(body, "numberAvailable"),
            CellWriter.Labels(Template(body).At("nodeSelector")), rows.Age(body), CellWriter.Containers(Template(body)), CellWriter.Images(Template(body)), CellWriter.Selector(body.At("spec", "selector"))
        ],
        "apps/controllerrevisions" => body => [body.Name(), Owner(body), body.Number("revision"), rows.Age(body)],
        "batch/jobs" => body => Job(rows, body),
        "batch/cronjobs" => body => Cron(rows, body),
        "/podtemplates" => body => [body.Name(), CellWriter.Containers(body.At("template", "spec")), CellWriter.Images(body.At("template", "spec")), CellWriter.Labels(body.At("template", "metadata", "labels"))],
        "autoscaling/horizontalpodautoscalers" => body => Autoscaler(rows, body),
        _ => null
    };

    private static long Count(JsonObject body, string name) => body.Number("status", name) ?? 0;

    private static long Wanted(JsonObject body) => body.Number("spec", "replicas") ?? 1;

    private static JsonNode? Template(JsonObject body) => body.At("spec", "template", "spec");

    private static string Owner(JsonObject body)
    {
        if (Controllers.Owners.Controller(body) is not { } owner)
            return CellWriter.None;
        var version = owner.Text("apiVersion") ?? "";
        var slash = version.IndexOf('/', StringComparison.Ordinal);
        return owner.Text("kind")!.ToLowerInvariant() + (slash > 0 ? "." + version[..slash] : "") + "/" + owner.Text("name");
    }

    private static JsonArray Job(CellWriter rows, JsonObject body)
    {
        var succeeded = Count(body, "succeeded");
        var parallelism = body.Number("spec", "parallelism") ?? 0;
        var completions = body.Number("spec", "completions") is { } wanted ? $"{succeeded}/{wanted}" : parallelism > 1 ? $"{succeeded}/1 of {parallelism}" : $"{succeeded}/1";
        var duration = "";
        if (body.Text("status", "startTime") is { } start)
        {
            duration = body.Text("status", "completionTime") is { } end
                ? Age.Human(DateTimeOffset.Parse(end, CultureInfo.InvariantCulture) - DateTimeOffset.Parse(start, CultureInfo.InvariantCulture)) : Age.Since(rows.Cluster, start);
        }

        bool Has(string type) => body.Objects("status", "conditions").Any(condition => condition.Text("type") == type && condition.Text("status") == "True");
        var status = Has("Complete") ? "Complete" : Has("Failed") ? "Failed" : body.IsDeleting() ? "Terminating" : Has("Suspended") ? "Suspended" : Has("FailureTarget") ? "FailureTarget" : Has("SuccessCriteriaMet") ? "SuccessCriteriaMet" : "Running";
        return [body.Name(), status, completions, duration, rows.Age(body), CellWriter.Containers(Template(body)), CellWriter.Images(Template(body)), CellWriter.Selector(body.At("spec", "selector"))];
    }

    private static JsonArray Cron(CellWriter rows, JsonObject body)
    {
        var spec = body.At("spec", "jobTemplate", "spec", "template", "spec");
        return
        [
            body.Name(), body.Text("spec", "schedule"), CellWriter.OrNone(body.Text("spec", "timeZone")), body.Flag("spec", "suspend") ? "True" : "False",
            (long)(body.List("status", "active")?.Count ?? 0), body.Text("status", "lastScheduleTime") is { } last ? Age.Since(rows.Cluster, last) : CellWriter.None, rows.Age(body),
            CellWriter.Containers(spec), CellWriter.Images(spec), CellWriter.Selector(body.At("spec", "jobTemplate", "spec", "selector"))
        ];
    }

    private static JsonArray Autoscaler(CellWriter rows, JsonObject body)
    {
        var version2 = body.Text("apiVersion") == "autoscaling/v2" ? body : Objects.AutoscalerVersions.ToV2(body.Copy());
        var metrics = version2.Objects("spec", "metrics").Select((metric, index) =>
        {
            var current = version2.Objects("status", "currentMetrics").ElementAtOrDefault(index);
            var member = metric.Text("type") is { Length: > 0 } type ? char.ToLowerInvariant(type[0]) + type[1..] : "resource";
            var name = member is "resource" or "containerResource" ? metric.Text(member, "name") + ": " : "";
            if (metric.Number(member, "target", "averageUtilization") is { } target)
                return $"{name}{(current.Number(member, "current", "averageUtilization") is { } load ? load + "%" : "<unknown>")}/{target}%";
            var average = metric.Text(member, "target", "averageValue");
            var now = current.Text(member, "current", "averageValue") ?? current.Text(member, "current", "value") ?? "<unknown>";
            return $"{name}{now}/{average ?? metric.Text(member, "target", "value")}{(member is "external" or "object" && average is not null ? " (avg)" : "")}";
        }).ToList();
        var targets = metrics.Count == 0 ? CellWriter.None : metrics.Count > 2 ? string.Join(", ", metrics.Take(2)) + $" + {metrics.Count - 2} more..." : string.Join(", ", metrics);
        return
        [
            body.Name(), $"{body.Text("spec", "scaleTargetRef", "kind")}/{body.Text("spec", "scaleTargetRef", "name")}", targets,
            body.Number("spec", "minReplicas") is { } minimum ? minimum.ToString(CultureInfo.InvariantCulture) : CellWriter.Unset, body.Number("spec", "maxReplicas"), Count(body, "currentReplicas"), rows.Age(body)
        ];
    }
}
