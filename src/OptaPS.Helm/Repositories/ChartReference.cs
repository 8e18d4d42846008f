namespace OptaPS.Helm.Repositories;

/// <summary>Names a chart in a repository.</summary>
/// <param name="Repository">The repository's published address: <c>https://...</c> for an HTTP repository, <c>oci://host/path</c> for a registry.</param>
/// <param name="Name">The chart's name.</param>
/// <param name="Version">The version, or null for the newest that is no pre-release.</param>
public sealed record ChartReference(string Repository, string Name, string? Version)
{
    /// <summary>The chart whose archive lies at an address, which is then the repository too; the version is the archive's own.</summary>
    public static ChartReference OfArchive(Uri address) => new(address.AbsoluteUri, Path.GetFileName(address.AbsolutePath), null) { IsArchive = true };

    /// <summary>True when <see cref="Repository"/> is the address of the chart's archive itself.</summary>
    public bool IsArchive { get; private init; }

    /// <summary>True for a chart in an OCI registry.</summary>
    public bool IsOci => Repository.StartsWith("oci://", StringComparison.OrdinalIgnoreCase);

    /// <summary>The digest of the registry's manifest that is wanted, whatever tag it has (<c>sha256:</c> and 64 hexadecimal digits); the version then only has to be that of the chart found.</summary>
    public string? ManifestDigest { get; init; }

    /// <summary>The digest that the archive must have, when the caller knows it (<c>sha256:</c> and 64 hexadecimal digits); beside it the lock is checked too.</summary>
    public string? Digest { get; init; }

    /// <summary>Returns <c>name version (repository)</c>, or the archive's address without its query, which may hold signatures.</summary>
    public override string ToString() => IsArchive ? RepositoryHttp.Shown(new Uri(Repository)) : $"{Name}{(ManifestDigest is null ? "" : $"@{ManifestDigest}")}{(Version is null ? "" : $" {Version}")} ({Repository})";
}
