namespace OptaPS.PowerShell.Completion;

/// <summary>Completes namespaces that had a release when this user listed them last.</summary>
public sealed class ReleaseNamespaceCompleter : LocalCompleter
{
    private protected override IEnumerable<Candidate> Candidates(TypedParameters typed) =>
        from release in ReleaseNames.Read(typed.Sandbox)
        where typed.Environment is null || release.Environment == typed.Environment
        select new Candidate(release.Namespace, $"Namespace {release.Namespace}");
}
