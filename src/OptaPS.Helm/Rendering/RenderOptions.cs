namespace OptaPS.Helm.Rendering;

/// <summary>Choices of a rendering that are not part of the release.</summary>
public sealed record RenderOptions
{
    /// <summary>Nothing special.</summary>
    public static RenderOptions Default { get; } = new();

    /// <summary>Puts the files of crds/ before the manifests.</summary>
    public bool IncludeCrds { get; init; }

    /// <summary>Does not look at values.schema.json.</summary>
    public bool SkipSchemaValidation { get; init; }

    /// <summary>Adds the notes of subcharts.</summary>
    public bool SubchartNotes { get; init; }

    /// <summary>A program that sees the manifests, hooks excepted, and gives back others.</summary>
    public IPostRenderer? PostRenderer { get; init; }

    /// <summary>True to only look at the chart: <c>required</c> and <c>fail</c> give nothing instead of failing, and the chart's range of Kubernetes versions does not count.</summary>
    public bool IsLint { get; init; }

    /// <summary>The clock of now and its kin.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
