using OptaPS.Cli.Flags;
using OptaPS.Cli.Hosting;
using OptaPS.Cli.Output;
using OptaPS.Requests;

namespace OptaPS.Cli.Commands.Charts;

/// <summary><c>opta chart dependency</c>.</summary>
internal static class ChartDependencyCommand
{
    public static IEnumerable<FlagCommand> Create(Front front) =>
    [
        new("chart dependency list", "[CHART]", "List a chart's dependencies and whether they are there.", new FlagSet().AddGlobal(), given => ListAsync(front, given)),
        Fetch(front, "build", "Fetch exactly the locked dependencies.", fromLock: true),
        Fetch(front, "update", "Choose, fetch and lock a chart's dependencies.", fromLock: false),
    ];

    private static FlagCommand Fetch(Front front, string word, string summary, bool fromLock)
    {
        var flags = new FlagSet().AddSource().AddGlobal().Accept(FlagKind.Switch, "skip-refresh");
        return new FlagCommand($"chart dependency {word}", "[CHART]", summary, flags, given => ChartRun.RunAsync(
            front,
            given,
            new UpdateDependencyRequest(Front.Target(given.Text("sandbox")), Chart(given), fromLock) { Source = ChartFlags.Source(given) },
            async messages =>
            {
                foreach (var message in messages)
                    await front.Output.WriteLineAsync(message);
                return ExitCodes.Done;
            }));
    }

    private static Task<int> ListAsync(Front front, FlagValues given) =>
        ChartRun.RunAsync(front, given, new ListDependencyRequest(Front.Target(given.Text("sandbox")), Chart(given)), async found =>
        {
            if (found.Count == 0)
                await front.Error.WriteLineAsync($"WARNING: no dependencies at {Path.Combine(Chart(given), "charts")}");
            else
                await front.Output.WriteLineAsync(TabTable.Write(found, ("NAME", d => d.Name), ("VERSION", d => d.Version), ("REPOSITORY", d => d.Repository), ("STATUS", d => d.Status)));
            return ExitCodes.Done;
        });

    private static string Chart(FlagValues given) => given.Arguments.Count switch
    {
        0 => ".",
        1 => given.Arguments[0],
        _ => throw new FlagException("at most one chart is wanted"),
    };
}
