using OptaPS.Cli.Flags;
using OptaPS.Cli.Hosting;
using OptaPS.Requests;

namespace OptaPS.Cli.Commands.Charts;

/// <summary><c>opta chart pull</c>.</summary>
internal static class ChartPullCommand
{
    public static FlagCommand Create(Front front)
    {
        var flags = new FlagSet().AddSource().AddGlobal()
            .Add("destination", FlagKind.Text, "folder to write to", 'd')
            .Add("untar", FlagKind.Switch, "unpack the chart")
            .Add("untardir", FlagKind.Text, "folder to unpack into")
            .Refuse(FlagKind.Switch, "signatures of charts are not checked; digests are", "prov");
        return new FlagCommand("chart pull", "CHART [flags]", "Download a chart and verify its digest.", flags, async given =>
        {
            if (given.Arguments.Count == 0)
                throw new FlagException("\"opta chart pull\" requires at least 1 argument");
            foreach (var chart in given.Arguments)
            {
                var request = new PullChartRequest(Front.Target(given.Text("sandbox")), chart)
                {
                    Source = ChartFlags.Source(given),
                    Destination = given.Text("destination") ?? ".",
                    Untar = given.Switch("untar"),
                    UntarFolder = given.Text("untardir") ?? ".",
                };
                var exit = await ChartRun.RunAsync(front, given, request, async pulled =>
                {
                    await front.Error.WriteLineAsync($"{pulled.Name} {pulled.Version} ({pulled.Digest}) written to {pulled.Path}");
                    return ExitCodes.Done;
                });
                if (exit != ExitCodes.Done)
                    return exit;
            }

            return ExitCodes.Done;
        });
    }
}
