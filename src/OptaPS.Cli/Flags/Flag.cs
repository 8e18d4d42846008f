namespace OptaPS.Cli.Flags;

/// <summary>A flag of a command that Helm has too.</summary>
/// <param name="Name">Its long name without dashes.</param>
/// <param name="Kind">What it takes.</param>
/// <param name="Description">What it does.</param>
internal sealed record Flag(string Name, FlagKind Kind, string Description)
{
    /// <summary>Its one-letter form, or null.</summary>
    public char? Short { get; init; }

    /// <summary>Why it is refused, when Helm has it and OptaPS does not; null otherwise.</summary>
    public string? Refused { get; init; }
}
