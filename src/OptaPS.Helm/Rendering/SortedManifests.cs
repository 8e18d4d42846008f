namespace OptaPS.Helm.Rendering;

/// <summary>Documents and hooks in install order.</summary>
internal sealed record SortedManifests(IReadOnlyList<RenderedManifest> Manifests, IReadOnlyList<RenderedHook> Hooks);
