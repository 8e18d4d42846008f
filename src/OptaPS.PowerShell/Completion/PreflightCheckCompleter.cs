using OptaPS.Objects;

namespace OptaPS.PowerShell.Completion;

/// <summary>Completes the names of preflight checks.</summary>
public sealed class PreflightCheckCompleter : LocalCompleter
{
    private protected override IEnumerable<Candidate> Candidates(TypedParameters typed) => PreflightChecks.Names.Select(name => new Candidate(name, $"Leave the check {name} out"));
}
