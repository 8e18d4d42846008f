using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using OptaPS.Cli.Commands.Charts;
using OptaPS.Cli.Flags;
using OptaPS.Cli.Hosting;
using OptaPS.Cli.Output;
using OptaPS.Objects;
using OptaPS.Requests;

namespace OptaPS.Cli.Commands.Releases;

/// <summary><c>opta release diff</c>: how two revisions differ, secrets masked.</summary>
internal static class ReleaseDiffCommand
{
    public static FlagCommand Create(Front front)
    {
        var flags = new FlagSet().AddCluster().AddGlobal().AddFormat().Add("detailed-exitcode", FlagKind.Switch, "exit with 3 when they differ");
        return new FlagCommand("release diff", "RELEASE [FROM [TO]] [flags]", "Compare two revisions of a release, object by object (the newest with the one before it, when none are named).", flags, given =>
        {
            if (given.Arguments.Count is 0 or > 3)
                throw new FlagException("\"opta release diff\" requires 1 to 3 arguments: RELEASE [FROM [TO]]");
            var request = new CompareReleaseRequest(Front.Target(given.Text("sandbox")), ClusterFlags.Choice(given), given.Text("namespace"), given.Arguments[0])
            {
                From = Revision(given, 1),
                To = Revision(given, 2),
            };
            return ReleaseOutput.RunAsync(front, given, request, changes => Show(front, given, changes));
        });
    }

    private static int Revision(FlagValues given, int at) => given.Arguments.Count <= at ? 0
        : int.TryParse(given.Arguments[at], CultureInfo.InvariantCulture, out var number) && number > 0 ? number
        : throw new FlagException($"\"{given.Arguments[at]}\" is no revision");

    private static int Show(Front front, FlagValues given, IReadOnlyList<ReleaseChange> changes)
    {
        if (given.Format() != ReleaseFormat.Table)
            ReleaseOutput.Write(front, given.Format(), JsonSerializer.SerializeToNode(changes, OptaJson.Line) ?? new JsonArray());
        else if (changes.Count == 0)
            front.Output.WriteLine("No object differs.");
        else
            Text(front.Output, changes);
        return changes.Count > 0 && given.Switch("detailed-exitcode") ? ExitCodes.ChangesPending : ExitCodes.Done;
    }

    private static void Text(TextWriter output, IReadOnlyList<ReleaseChange> changes)
    {
        output.WriteLine($"{changes[0].Namespace}/{changes[0].ReleaseName}: revision {changes[0].FromRevision} -> {changes[0].ToRevision}");
        foreach (var change in changes)
        {
            output.WriteLine($"  {change.Action,-8} {change.Object}");
            foreach (var property in change.Properties)
                output.WriteLine($"             {property.Path}: {property.Before ?? "(absent)"} -> {property.After ?? "(absent)"}");
        }
    }
}
