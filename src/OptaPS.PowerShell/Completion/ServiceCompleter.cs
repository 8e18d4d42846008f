namespace OptaPS.PowerShell.Completion;

/// <summary>Completes names of services that have local state, of the environment typed or of all.</summary>
public sealed class ServiceCompleter : LocalCompleter
{
    private protected override IEnumerable<Candidate> Candidates(TypedParameters typed) =>
        from layer in LocalFolders.Layers(typed.Sandbox)
        let parts = layer.Split('/', 2)
        where parts.Length == 2 && (typed.Environment is null || string.Equals(typed.Environment, parts[0], StringComparison.Ordinal))
        select new Candidate(parts[1], $"Service {parts[1]} in {parts[0]}");
}
