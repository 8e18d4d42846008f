namespace OptaPS.Helm.Repositories;

/// <summary>One locked chart.</summary>
/// <param name="Repository">The repository's published address.</param>
/// <param name="Name">The chart's name.</param>
/// <param name="Version">The version.</param>
/// <param name="Digest">Digest of the archive, <c>sha256:</c> and 64 hexadecimal digits.</param>
public sealed record ChartLockEntry(string Repository, string Name, string Version, string Digest);
