namespace OptaPS.Helm.Releases;

/// <summary>Asks that an earlier revision be put in force again, as a new revision.</summary>
/// <param name="Namespace">The namespace.</param>
/// <param name="Name">The name.</param>
/// <param name="Revision">The revision to go back to; 0 for the one before the newest.</param>
public sealed record RollbackRequest(string Namespace, string Name, int Revision = 0)
{
    /// <summary>How the operation behaves.</summary>
    public ReleaseOptions Options { get; init; } = new();
}
