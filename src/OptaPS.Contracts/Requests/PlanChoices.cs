namespace OptaPS.Requests;

/// <summary>What a plan is about, and what is checked before it is carried out.</summary>
public sealed record PlanChoices
{
    /// <summary>Only these addresses and what they need. A final <c>/*</c> takes a whole module. Empty for everything.</summary>
    public IReadOnlyList<string> Targets { get; init; } = [];

    /// <summary>Not these addresses nor what needs them. A final <c>/*</c> takes a whole module.</summary>
    public IReadOnlyList<string> Excludes { get; init; } = [];

    /// <summary>True to take only the live state into the record; nothing outside is changed.</summary>
    public bool RefreshOnly { get; init; }

    /// <summary>New addresses of what got another name in the file, as <c>former=new</c>. A final <c>/*</c> on both sides moves a whole module. A move that was made already is no error.</summary>
    public IReadOnlyList<string> Moves { get; init; } = [];

    /// <summary>YAML files with rules that the plan must keep.</summary>
    public IReadOnlyList<string> PolicyFiles { get; init; } = [];

    /// <summary>Preflight checks to leave out, by name (<see cref="OptaPS.Objects.PreflightChecks"/>); <c>Quota:*</c> leaves out all that begin so.</summary>
    public IReadOnlyList<string> SkipChecks { get; init; } = [];

    /// <summary>Where to save the plan, or null. It can be applied later exactly, or is refused.</summary>
    public string? SaveTo { get; init; }
}
