namespace OptaPS.Sandbox.Charts;

/// <summary>One chart of the embedded catalogue and the published repositories that it belongs to.</summary>
internal sealed record CatalogEntry(string Name, string Version, IReadOnlyList<string> Repositories);
