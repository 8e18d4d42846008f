using OptaPS.Cli.Flags;
using OptaPS.Cli.Hosting;
using OptaPS.Requests;

namespace OptaPS.Cli.Commands.Charts;

/// <summary><c>opta chart show</c>.</summary>
internal static class ChartShowCommand
{
    private static readonly (string Part, string Summary)[] Parts =
    [
        ("chart", "Print a chart's Chart.yaml."),
        ("values", "Print a chart's values.yaml."),
        ("readme", "Print a chart's README."),
        ("crds", "Print a chart's custom resource definitions."),
        ("all", "Print all of these."),
    ];

    public static IEnumerable<FlagCommand> Create(Front front) => Parts.Select(part =>
    {
        var path = $"chart show {part.Part}";
        var flags = new FlagSet().AddSource().AddGlobal().Refuse(FlagKind.Text, "print the values and pick from them", "jsonpath");
        return new FlagCommand(path, "CHART [flags]", part.Summary, flags, given => ChartRun.RunAsync(
            front,
            given,
            new ShowChartRequest(Front.Target(given.Text("sandbox")), given.OneArgument(path), part.Part) { Source = ChartFlags.Source(given) },
            shown => ChartRun.WriteAsync(front, shown.Utf8)));
    });
}
