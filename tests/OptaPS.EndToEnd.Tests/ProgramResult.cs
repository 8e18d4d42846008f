namespace OptaPS.EndToEnd.Tests;

/// <summary>What a child process wrote and how it ended.</summary>
public sealed record ProgramResult(int Exit, string Output, string Error)
{
    public override string ToString() => $"exit {Exit}\n--- output\n{Output}\n--- error\n{Error}";
}
