namespace OptaPS.Helm.Repositories;

/// <summary>A chart version in a repository's index.</summary>
/// <param name="Version">The version.</param>
/// <param name="Urls">Where the archive is; may be relative to the index.</param>
/// <param name="Digest">The digest as the index has it, or null.</param>
internal sealed record IndexEntry(string Version, IReadOnlyList<string> Urls, string? Digest);
