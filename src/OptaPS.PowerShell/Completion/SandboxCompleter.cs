namespace OptaPS.PowerShell.Completion;

/// <summary>Completes names of sandboxes.</summary>
public sealed class SandboxCompleter : LocalCompleter
{
    private protected override IEnumerable<Candidate> Candidates(TypedParameters typed) => LocalFolders.Sandboxes().Select(name => new Candidate(name, $"Sandbox {name}"));
}
