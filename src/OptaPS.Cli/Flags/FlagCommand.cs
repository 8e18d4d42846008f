using OptaPS.Cli.Hosting;

namespace OptaPS.Cli.Flags;

/// <summary>A command whose flags are Helm's.</summary>
/// <param name="Path">Its words after <c>opta</c>.</param>
/// <param name="Usage">Its arguments, for help.</param>
/// <param name="Summary">What it does.</param>
/// <param name="Flags">Its flags.</param>
/// <param name="RunAsync">What it does with a parsed command line; returns the exit code.</param>
internal sealed record FlagCommand(string Path, string Usage, string Summary, FlagSet Flags, Func<FlagValues, Task<int>> RunAsync)
{
    /// <summary>Parses and runs; a command line that is not usable is an error as Helm prints it.</summary>
    public async Task<int> InvokeAsync(IReadOnlyList<string> args, Front front)
    {
        if (args.TakeWhile(arg => arg != "--").Any(arg => arg is "--help" or "-h"))
        {
            Help(front.Output);
            return ExitCodes.Done;
        }

        try
        {
            return await RunAsync(Flags.Parse(args));
        }
        catch (FlagException e)
        {
            await front.Error.WriteLineAsync("Error: " + e.Message);
            return ExitCodes.Failed;
        }
    }

    private void Help(TextWriter output)
    {
        output.WriteLine(Summary);
        output.WriteLine();
        output.WriteLine($"Usage:\n  opta {Path} {Usage}");
        output.WriteLine("\nFlags:");
        foreach (var flag in Flags.Flags.Where(flag => flag.Refused is null).OrderBy(flag => flag.Name, StringComparer.Ordinal))
            output.WriteLine($"  {(flag.Short is { } letter ? $"-{letter}, " : "    ")}--{flag.Name,-24} {flag.Description}");
        var refused = Flags.Flags.Where(flag => flag.Refused is not null).Select(flag => "--" + flag.Name).ToList();
        if (refused.Count > 0)
            output.WriteLine($"\nFlags of Helm that are refused: {string.Join(", ", refused)}");
    }
}
