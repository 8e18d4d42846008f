using OptaPS.Cli.Flags;
using OptaPS.Cli.Hosting;

namespace OptaPS.Cli.Commands.Releases;

/// <summary>The commands of <c>opta release</c>.</summary>
internal static class ReleaseCommands
{
    public static IReadOnlyList<FlagCommand> All(Front front) =>
    [
        ReleaseListCommand.Create(front),
        ReleaseStatusCommand.Create(front),
        .. ReleaseGetCommand.Create(front),
        ReleaseHistoryCommand.Create(front),
        ReleaseDiffCommand.Create(front),
        ReleaseRollbackCommand.Create(front),
        ReleaseUninstallCommand.Create(front),
        ReleaseTestCommand.Create(front),
    ];
}
