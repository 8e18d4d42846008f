namespace OptaPS.Objects;

/// <summary>A dependency of a chart.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">The version or range that the chart asks for.</param>
/// <param name="Repository">Where it comes from.</param>
/// <param name="Status">Helm's word: ok, unpacked, missing, wrong version, corrupt, misnamed, too many matches.</param>
public sealed record ChartDependencyInfo(string Name, string Version, string Repository, string Status);
