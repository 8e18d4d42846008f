namespace OptaPS.Cli.Tests;

/// <summary>What a child process wrote and how it ended.</summary>
public sealed record ProgramResult(int Exit, string Output, string Error)
{
    public IReadOnlyList<string> ErrorLines => Error.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    public override string ToString() => $"exit {Exit}\n--- output\n{Output}\n--- error\n{Error}";
}
