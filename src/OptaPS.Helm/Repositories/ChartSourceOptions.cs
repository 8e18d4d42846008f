using OptaPS.Targets;

namespace OptaPS.Helm.Repositories;

/// <summary>Where charts come from.</summary>
/// <param name="Target">The target: it maps repository addresses and adds certificate authorities.</param>
/// <param name="Lock">The lock that counts for it (<see cref="ChartLock.ForTarget"/>).</param>
public sealed record ChartSourceOptions(EndpointSet Target, ChartLock Lock)
{
    /// <summary>Folder of downloaded archives, named by their digests; null keeps nothing.</summary>
    public string? CacheFolder { get; init; }

    /// <summary>Sign-ins.</summary>
    public IReadOnlyList<RepositoryCredentials> Credentials { get; init; } = [];

    /// <summary>Other addresses of a repository, tried in order when the one before cannot be reached: published address to mirrors.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<Uri>> Mirrors { get; init; } = new Dictionary<string, IReadOnlyList<Uri>>(StringComparer.Ordinal);

    /// <summary>Longest archive in bytes.</summary>
    public long MaximumArchive { get; init; } = 64 << 20;

    /// <summary>Longest repository index in bytes.</summary>
    public long MaximumIndex { get; init; } = 128 << 20;
}
