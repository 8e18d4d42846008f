namespace OptaPS.Cli.Commands;

/// <summary>How this program is started again, for child processes and for kubectl's exec plugin.</summary>
internal static class ProgramCommand
{
    /// <summary>The program followed by the arguments that make it this program (<c>dotnet opta.dll</c> when it runs under the dotnet host).</summary>
    public static IReadOnlyList<string> Self { get; } = Find();

    private static IReadOnlyList<string> Find()
    {
        var process = Environment.ProcessPath ?? throw new InvalidOperationException("The path of this process is not known.");
        var library = Path.Combine(AppContext.BaseDirectory, "opta.dll");
        return string.Equals(Path.GetFileNameWithoutExtension(process), "dotnet", StringComparison.OrdinalIgnoreCase) ? [process, library] : [process];
    }
}
