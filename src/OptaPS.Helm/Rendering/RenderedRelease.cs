namespace OptaPS.Helm.Rendering;

/// <summary>What a chart renders to.</summary>
public sealed record RenderedRelease
{
    /// <summary>The documents in install order.</summary>
    public required IReadOnlyList<RenderedManifest> Manifests { get; init; }

    /// <summary>The hooks in install order of their kinds.</summary>
    public required IReadOnlyList<RenderedHook> Hooks { get; init; }

    /// <summary>The rendered NOTES.txt of the chart itself, or of all charts when asked for.</summary>
    public required string Notes { get; init; }

    /// <summary>Files of crds/ folders, dependencies included; Name is chart and path.</summary>
    public required IReadOnlyList<ChartFile> Crds { get; init; }

    /// <summary>The text that Helm stores as the manifest of a release.</summary>
    public required string ManifestText { get; init; }

    /// <summary>The values that the templates saw: defaults of all charts under the given ones.</summary>
    public required ChartValues CoalescedValues { get; init; }
}
