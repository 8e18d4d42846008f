using System.Globalization;
using System.Text.Json.Nodes;
using OptaPS.Cli.Commands.Charts;
using OptaPS.Cli.Flags;
using OptaPS.Cli.Hosting;
using OptaPS.Cli.Output;
using OptaPS.Objects;
using OptaPS.Requests;

namespace OptaPS.Cli.Commands.Releases;

/// <summary><c>opta release history</c>.</summary>
internal static class ReleaseHistoryCommand
{
    public static FlagCommand Create(Front front)
    {
        var flags = new FlagSet().AddCluster().AddGlobal().AddFormat().Add("max", FlagKind.Text, "most revisions to show (256)");
        return new FlagCommand("release history", "RELEASE [flags]", "List the revisions of a release.", flags, given =>
        {
            var request = new GetReleaseHistoryRequest(Front.Target(given.Text("sandbox")), ClusterFlags.Choice(given), given.Text("namespace"), given.Release("history"));
            return ReleaseOutput.RunAsync(front, given, request, found => Show(front, given.Format(), [.. found.TakeLast(given.Number("max", 256))]));
        });
    }

    private static int Show(Front front, ReleaseFormat format, List<ReleaseRevision> revisions)
    {
        if (format != ReleaseFormat.Table)
            return ReleaseOutput.Write(front, format, new JsonArray([.. revisions.Select(Json)]));
        front.Output.Write(TabTable.Write(
            revisions,
            ("REVISION", r => r.Revision.ToString(CultureInfo.InvariantCulture)),
            ("UPDATED", r => ReleaseOutput.Short(r.Updated)),
            ("STATUS", r => r.Status),
            ("CHART", r => r.Chart),
            ("APP VERSION", r => r.AppVersion),
            ("DESCRIPTION", r => r.Description)));
        return ExitCodes.Done;
    }

    private static JsonNode Json(ReleaseRevision revision) => new JsonObject
    {
        ["revision"] = revision.Revision,
        ["updated"] = revision.Updated?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture),
        ["status"] = revision.Status,
        ["chart"] = revision.Chart,
        ["app_version"] = revision.AppVersion,
        ["description"] = revision.Description,
    };
}
