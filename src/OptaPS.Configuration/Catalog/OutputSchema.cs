namespace OptaPS.Configuration.Catalog;

/// <summary>One output of a module.</summary>
/// <param name="Name">Its name.</param>
/// <param name="About">What it holds.</param>
/// <param name="IsLayerOutput">True when services may read it as <c>{parent.name}</c>; otherwise it is usable in its own file only.</param>
/// <param name="Sensitive">True when it must never be shown.</param>
public sealed record OutputSchema(string Name, string About, bool IsLayerOutput, bool Sensitive);
