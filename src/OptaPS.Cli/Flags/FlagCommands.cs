using OptaPS.Cli.Commands.Charts;
using OptaPS.Cli.Commands.Releases;
using OptaPS.Cli.Hosting;

namespace OptaPS.Cli.Flags;

/// <summary>
/// <c>opta chart</c> and <c>opta release</c>: found and run without building the rest of the command line, so that rendering a chart starts as fast as it can.
/// </summary>
internal static class FlagCommands
{
    public static IReadOnlyList<(string Name, string Summary, Func<Front, IReadOnlyList<FlagCommand>> Commands)> Groups { get; } =
    [
        ("chart", "Helm charts: render, check, show, fetch.", ChartCommands.All),
        ("release", "Helm releases of a cluster: list, inspect, compare, roll back, remove, test.", ReleaseCommands.All),
    ];

    /// <summary>Runs a command of a group; null when the command line names no group.</summary>
    public static async Task<int?> TryRunAsync(IReadOnlyList<string> args, Front front)
    {
        if (args.Count == 0 || Groups.FirstOrDefault(group => group.Name == args[0]) is not { Commands: { } list } found)
            return null;

        var commands = list(front);
        var words = args.TakeWhile(arg => !arg.StartsWith('-')).ToList();
        var command = commands.Where(command => IsPrefix(command.Path, words)).MaxBy(command => command.Path.Length);
        if (command is not null)
            return await command.InvokeAsync([.. args.Skip(command.Path.Split(' ').Length)], front);

        var wantsHelp = words.Count == 1 || args.Contains("--help", StringComparer.Ordinal) || args.Contains("-h", StringComparer.Ordinal);
        var output = wantsHelp ? front.Output : front.Error;
        await output.WriteLineAsync(wantsHelp ? $"{found.Summary}\n\nCommands:" : $"Error: unknown command \"{string.Join(' ', words.Skip(1))}\" for \"opta {found.Name}\"\n\nCommands:");
        foreach (var one in commands)
            await output.WriteLineAsync($"  opta {one.Path,-28} {one.Summary}");
        return wantsHelp ? ExitCodes.Done : ExitCodes.Failed;
    }

    private static bool IsPrefix(string path, List<string> words)
    {
        var parts = path.Split(' ');
        return parts.Length <= words.Count && parts.SequenceEqual(words.Take(parts.Length), StringComparer.Ordinal);
    }
}
