using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OptaPS.Cli.Commands.Charts;
using OptaPS.Cli.Flags;
using OptaPS.Cli.Hosting;
using OptaPS.Cli.Output;
using OptaPS.Objects;
using OptaPS.Requests;

namespace OptaPS.Cli.Commands.Releases;

/// <summary><c>opta release list</c>.</summary>
internal static class ReleaseListCommand
{
    private static readonly string[] States = ["deployed", "failed", "pending", "superseded", "uninstalled", "uninstalling"];

    public static FlagCommand Create(Front front)
    {
        var flags = new FlagSet().AddCluster().AddGlobal().AddFormat()
            .Add("all-namespaces", FlagKind.Switch, "of all namespaces", 'A')
            .Add("all", FlagKind.Switch, "in every state; deployed and failed ones when left out", 'a')
            .Add("filter", FlagKind.Text, "regular expression that names match", 'f')
            .Add("date", FlagKind.Switch, "sort by time", 'd')
            .Add("reverse", FlagKind.Switch, "sort the other way round", 'r')
            .Add("max", FlagKind.Text, "most releases to show (256; 0 for all)", 'm')
            .Add("offset", FlagKind.Text, "releases to leave out at the beginning")
            .Add("short", FlagKind.Switch, "names only", 'q')
            .Refuse(FlagKind.Text, "times are shown as Helm shows them", "time-format")
            .Refuse(FlagKind.Text, "filter by name with --filter", "selector");
        foreach (var state in States)
            flags.Add(state, FlagKind.Switch, $"{state} releases");
        return new FlagCommand("release list", "[flags]", "List releases.", flags, given => RunAsync(front, given));
    }

    private static Task<int> RunAsync(Front front, FlagValues given)
    {
        if (given.Arguments.Count > 0)
            throw new FlagException("\"opta release list\" takes no arguments; use --filter");
        var request = new ListReleaseRequest(Front.Target(given.Text("sandbox")), ClusterFlags.Choice(given))
        {
            Namespace = given.Switch("all-namespaces") ? null : given.Text("namespace") ?? "default",
        };
        return ReleaseOutput.RunAsync(front, given, request, found => Show(front, given, Select(given, found)));
    }

    private static List<ReleaseView> Select(FlagValues given, IReadOnlyList<ReleaseView> found)
    {
        var chosen = States.Where(given.Switch).ToList();
        if (chosen.Count == 0)
            chosen = ["deployed", "failed"];
        var filter = given.Text("filter") is { } pattern ? new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant) : null;
        var wanted = found.Where(release => given.Switch("all") || chosen.Exists(state => release.Status == state || (state == "pending" && release.Status.StartsWith("pending-", StringComparison.Ordinal))))
            .Where(release => filter?.IsMatch(release.ReleaseName) != false);
        wanted = given.Switch("date") ? wanted.OrderBy(release => release.Updated) : wanted.OrderBy(release => release.ReleaseName, StringComparer.Ordinal);
        if (given.Switch("reverse"))
            wanted = wanted.Reverse();
        var most = given.Number("max", 256);
        wanted = wanted.Skip(given.Number("offset", 0));
        return [.. most == 0 ? wanted : wanted.Take(most)];
    }

    private static int Show(Front front, FlagValues given, List<ReleaseView> releases)
    {
        var format = given.Format();
        if (given.Switch("short"))
        {
            if (format != ReleaseFormat.Table)
                return ReleaseOutput.Write(front, format, new JsonArray([.. releases.Select(release => (JsonNode)release.ReleaseName)]));
            foreach (var release in releases)
                front.Output.WriteLine(release.ReleaseName);
            return ExitCodes.Done;
        }

        if (format != ReleaseFormat.Table)
            return ReleaseOutput.Write(front, format, new JsonArray([.. releases.Select(Json)]));
        front.Output.Write(TabTable.Write(
            releases,
            ("NAME", r => r.ReleaseName),
            ("NAMESPACE", r => r.Namespace),
            ("REVISION", r => r.Revision.ToString(CultureInfo.InvariantCulture)),
            ("UPDATED", r => ReleaseOutput.Full(r.Updated)),
            ("STATUS", r => r.Status),
            ("CHART", r => r.Chart),
            ("APP VERSION", r => r.AppVersion)));
        return ExitCodes.Done;
    }

    private static JsonNode Json(ReleaseView release) => new JsonObject
    {
        ["name"] = release.ReleaseName,
        ["namespace"] = release.Namespace,
        ["revision"] = release.Revision.ToString(CultureInfo.InvariantCulture),
        ["updated"] = ReleaseOutput.Full(release.Updated),
        ["status"] = release.Status,
        ["chart"] = release.Chart,
        ["app_version"] = release.AppVersion,
    };
}
