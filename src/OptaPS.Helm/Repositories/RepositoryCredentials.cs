using OptaPS.Secrets;

namespace OptaPS.Helm.Repositories;

/// <summary>A sign-in for a repository or registry; sent only to that host, and only over TLS.</summary>
/// <param name="Repository">The repository's published address, or the beginning of it.</param>
/// <param name="User">The user name.</param>
/// <param name="Password">The password or token.</param>
public sealed record RepositoryCredentials(string Repository, string User, Secret Password);
