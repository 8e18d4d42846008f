namespace OptaPS.Objects;

/// <summary>A chart that was downloaded and verified.</summary>
/// <param name="Name">The chart's name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Digest">Digest of the archive.</param>
/// <param name="Path">The archive, or the folder it was unpacked to.</param>
public sealed record PulledChart(string Name, string Version, string Digest, string Path);
