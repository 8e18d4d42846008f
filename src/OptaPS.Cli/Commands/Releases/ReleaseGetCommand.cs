using System.Text.Json.Nodes;
using OptaPS.Cli.Commands.Charts;
using OptaPS.Cli.Flags;
using OptaPS.Cli.Hosting;
using OptaPS.Objects;
using OptaPS.Requests;

namespace OptaPS.Cli.Commands.Releases;

/// <summary><c>opta release get</c>.</summary>
internal static class ReleaseGetCommand
{
    public static IEnumerable<FlagCommand> Create(Front front) =>
    [
        Part(front, "manifest", "Print the manifest of a release.", (release, _) => front.Output.WriteLine(release.Detail!.Manifest)),
        Part(front, "hooks", "Print the hooks of a release.", (release, _) => front.Output.Write(release.Detail!.Hooks)),
        Part(front, "notes", "Print the notes of a release.", (release, _) =>
        {
            if (release.Detail!.Notes.Length > 0)
                front.Output.WriteLine($"NOTES:\n{release.Detail.Notes}");
        }),
        Part(front, "values", "Print the values of a release.", (release, given) => Values(front, release, given)),
        Part(front, "all", "Print everything that is recorded about a release.", (release, _) => Everything(front.Output, release)),
    ];

    private static FlagCommand Part(Front front, string part, string summary, Action<ReleaseView, FlagValues> show)
    {
        var flags = new FlagSet().AddCluster().AddGlobal().Add("revision", FlagKind.Text, "this revision instead of the newest");
        if (part == "values")
            flags.AddFormat().Add("all", FlagKind.Switch, "the chart's values under the user's, too", 'a');
        if (part == "all")
            flags.Refuse(FlagKind.Text, "use opta release status -o json", "template");
        return new FlagCommand($"release get {part}", "RELEASE [flags]", summary, flags, given =>
        {
            var request = new GetReleaseRequest(Front.Target(given.Text("sandbox")), ClusterFlags.Choice(given), given.Text("namespace"), given.Release($"get {part}"))
            {
                Revision = given.Number("revision", 0),
            };
            return ReleaseOutput.RunAsync(front, given, request, release =>
            {
                show(release, given);
                return ExitCodes.Done;
            });
        });
    }

    private static void Values(Front front, ReleaseView release, FlagValues given)
    {
        var all = given.Switch("all");
        var detail = release.Detail!;
        if (given.Format() == ReleaseFormat.Table)
            front.Output.Write((all ? "COMPUTED VALUES:\n" : "USER-SUPPLIED VALUES:\n") + Shown(all ? detail.ComputedValues : detail.Values));
        else
            ReleaseOutput.Write(front, given.Format(), JsonNode.Parse(all ? detail.ComputedValuesJson : detail.ValuesJson)!);
    }

    private static void Everything(TextWriter output, ReleaseView release)
    {
        var detail = release.Detail!;
        ReleaseText.Head(release, output, description: false, chart: true);
        output.Write($"USER-SUPPLIED VALUES:\n{Shown(detail.Values)}\nCOMPUTED VALUES:\n{Shown(detail.ComputedValues)}\nHOOKS:\n{detail.Hooks}MANIFEST:\n{detail.Manifest}\n");
        ReleaseText.Notes(release, output);
    }

    // Helm prints null where nothing was given.
    private static string Shown(string values) => values == "{}\n" ? "null\n" : values;
}
