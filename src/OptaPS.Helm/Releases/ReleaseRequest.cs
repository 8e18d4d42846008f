using OptaPS.Helm.Releases.Records;

namespace OptaPS.Helm.Releases;

/// <summary>Asks that a release be there with a given content: installed when it is missing, upgraded when it is not.</summary>
/// <param name="Namespace">The release's namespace.</param>
/// <param name="Name">The release's name.</param>
/// <param name="Source">The content.</param>
public sealed record ReleaseRequest(string Namespace, string Name, IReleaseSource Source)
{
    /// <summary>How the operation behaves.</summary>
    public ReleaseOptions Options { get; init; } = new();

    /// <summary>True to make the namespace when it is missing.</summary>
    public bool CreateNamespace { get; init; }

    /// <summary>True to leave the files in <c>crds/</c> alone.</summary>
    public bool SkipCrds { get; init; }

    /// <summary>True to take over objects that exist and belong to nobody or somebody else.</summary>
    public bool TakeOwnership { get; init; }

    /// <summary>The method of a new release; an existing one keeps its own.</summary>
    public ApplyMethod NewReleaseMethod { get; init; } = ApplyMethod.ServerSide;

    /// <summary>Labels for the record's Secret.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The history's text for this revision, or null for Helm's own words.</summary>
    public string? Description { get; init; }

    /// <summary>The caller's idempotency token, kept with the record so that a lost answer can be found again; or null.</summary>
    public string? Token { get; init; }

    /// <summary>Digest of the chart, kept with the record; or null.</summary>
    public string? ChartDigest { get; init; }
}
