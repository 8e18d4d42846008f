using OptaPS.Cli.Flags;
using OptaPS.Cli.Hosting;

namespace OptaPS.Cli.Commands.Charts;

/// <summary>The commands of <c>opta chart</c>.</summary>
internal static class ChartCommands
{
    public static IReadOnlyList<FlagCommand> All(Front front) =>
    [
        ChartTemplateCommand.Create(front),
        ChartLintCommand.Create(front),
        .. ChartShowCommand.Create(front),
        ChartPullCommand.Create(front),
        .. ChartDependencyCommand.Create(front),
    ];
}
