using System.Text.Json.Nodes;
using OptaPS.Cli.Commands.Charts;
using OptaPS.Cli.Flags;
using OptaPS.Cli.Hosting;
using OptaPS.Requests;

namespace OptaPS.Cli.Commands.Releases;

/// <summary><c>opta release status</c>.</summary>
internal static class ReleaseStatusCommand
{
    public static FlagCommand Create(Front front)
    {
        var flags = new FlagSet().AddCluster().AddGlobal().AddFormat()
            .Add("revision", FlagKind.Text, "this revision instead of the newest")
            .Add("show-desc", FlagKind.Switch, "print the description, too")
            .Refuse(FlagKind.Switch, "use opta release get manifest", "show-resources");
        return new FlagCommand("release status", "RELEASE [flags]", "Show how a release stands.", flags, given =>
        {
            var request = new GetReleaseRequest(Front.Target(given.Text("sandbox")), ClusterFlags.Choice(given), given.Text("namespace"), given.Release("status"))
            {
                Revision = given.Number("revision", 0),
            };
            return ReleaseOutput.RunAsync(front, given, request, release =>
            {
                if (given.Format() != ReleaseFormat.Table)
                    return ReleaseOutput.Write(front, given.Format(), JsonNode.Parse(release.Detail!.RecordJson)!);
                ReleaseText.Head(release, front.Output, given.Switch("show-desc"));
                ReleaseText.Notes(release, front.Output);
                return ExitCodes.Done;
            });
        });
    }
}
