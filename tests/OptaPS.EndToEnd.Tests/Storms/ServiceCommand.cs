namespace OptaPS.EndToEnd.Tests.Storms;

/// <summary>A command as a user gives it, in a world that commands before it have made.</summary>
/// <param name="Kind">What it is counted as.</param>
/// <param name="ArgumentsAsync">What the program is given; it may depend on the world, as the number of a revision does.</param>
internal sealed record ServiceCommand(string Kind, Func<ProgramWorld, Task<string[]>> ArgumentsAsync)
{
    public ServiceCommand(string kind, params string[] arguments)
        : this(kind, _ => Task.FromResult(arguments))
    {
    }

    /// <summary>What somebody does to the world before.</summary>
    public Func<ProgramWorld, Task> BeforeAsync { get; init; } = _ => Task.CompletedTask;

    /// <summary>Codes by which a repetition says that a killed run had done everything already.</summary>
    public string[] Done { get; init; } = [];

    /// <summary>The code by which a repetition refuses to go on, with the advice to begin again with <see cref="BeforeAsync"/>.</summary>
    public string? Refused { get; init; }

    /// <summary>Whether the world stays as it was: the undisturbed world, which must be the same, goes without the command.</summary>
    public bool IsQuiet { get; init; }

    /// <summary>Whether a second plain run must change nothing at all.</summary>
    public bool Converges { get; init; }
}
