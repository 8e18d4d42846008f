using System.Text.Json.Nodes;
using OptaPS.Helm.Releases;
using OptaPS.Helm.Releases.Records;
using OptaPS.Helm.Tools;
using OptaPS.Objects;

namespace OptaPS.Operations.Releases;

/// <summary>Releases as fronts show them.</summary>
internal static class ReleaseViews
{
    public static ReleaseView Of(ReleaseInfo info, ClusterAccess access) => new(access.EnvironmentName, info.Namespace, info.Name, info.Revision)
    {
        Status = ReleaseStatusText.Write(info.Status),
        Chart = $"{info.Chart}-{info.ChartVersion}",
        AppVersion = info.AppVersion,
        Updated = info.Updated,
        Description = info.Description,
        ApplyMethod = info.Method.ToString(),
        Target = access.Target,
    };

    public static ReleaseView Of(ReleaseRecord record, ClusterAccess access)
    {
        var computed = RecordValues.Computed(record);
        return new ReleaseView(access.EnvironmentName, record.Namespace, record.Name, record.Revision)
        {
            Status = ReleaseStatusText.Write(record.Status),
            Chart = $"{record.ChartName}-{record.ChartVersion}",
            AppVersion = record.AppVersion,
            Updated = record.LastDeployed,
            Description = record.Description,
            ApplyMethod = record.Method.ToString(),
            Target = access.Target,
            Detail = new ReleaseDetail(
                record.Manifest,
                string.Concat(record.Hooks.Select(hook => $"---\n# Source: {hook.Path}\n{hook.Manifest}\n")),
                record.Notes,
                HelmYaml.Write(record.Config),
                HelmYaml.Write(computed))
            {
                ChartName = record.ChartName,
                ChartVersion = record.ChartVersion,
                ValuesJson = HelmYaml.WriteJson(record.Config),
                ComputedValuesJson = HelmYaml.WriteJson(computed),
                Tests = Tests(record),
                RecordJson = WithoutFiles(record).ToJsonString(),
            },
        };
    }

    private static List<ReleaseTest> Tests(ReleaseRecord record)
    {
        var tests = new List<ReleaseTest>();
        foreach (var hook in (record.Document["hooks"] as JsonArray ?? []).OfType<JsonObject>())
        {
            var events = (hook["events"] as JsonArray ?? []).Select(e => e?.GetValue<string>());
            if (!events.Any(e => e is "test" or "test-success"))
                continue;
            var run = hook["last_run"];
            tests.Add(new ReleaseTest(Text(hook["name"]), Text(run?["phase"]), Time(run?["started_at"]), Time(run?["completed_at"])));
        }

        return tests;
    }

    private static JsonObject WithoutFiles(ReleaseRecord record)
    {
        var document = (JsonObject)record.Document.DeepClone();
        if (document["chart"] is JsonObject chart)
        {
            foreach (var member in new[] { "templates", "files", "schema" })
                chart.Remove(member);
        }

        return document;
    }

    private static string Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";

    private static DateTimeOffset? Time(JsonNode? node) =>
        DateTimeOffset.TryParse(Text(node), System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
