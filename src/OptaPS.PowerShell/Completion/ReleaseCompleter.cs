namespace OptaPS.PowerShell.Completion;

/// <summary>Completes names of releases as they were when this user listed them last.</summary>
public sealed class ReleaseCompleter : LocalCompleter
{
    private protected override IEnumerable<Candidate> Candidates(TypedParameters typed) =>
        from release in ReleaseNames.Read(typed.Sandbox)
        where typed.Environment is null || release.Environment == typed.Environment
        where typed.Value("Namespace") is not { } wanted || release.Namespace == wanted
        select new Candidate(release.Name, $"Release {release.Name} in namespace {release.Namespace}{(release.Environment.Length > 0 ? " of " + release.Environment : "")}");
}
