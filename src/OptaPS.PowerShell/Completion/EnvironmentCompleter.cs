namespace OptaPS.PowerShell.Completion;

/// <summary>Completes names of environments that have local state on the target.</summary>
public sealed class EnvironmentCompleter : LocalCompleter
{
    private protected override IEnumerable<Candidate> Candidates(TypedParameters typed)
    {
        var sandbox = typed.Sandbox;
        return LocalFolders.Layers(sandbox).Where(layer => !layer.Contains('/', StringComparison.Ordinal))
            .Select(name => new Candidate(name, $"Environment {name} on {(sandbox is null ? "the cloud" : $"sandbox {sandbox}")}"));
    }
}
