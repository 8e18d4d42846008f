namespace OptaPS.Helm.Charts;

/// <summary>Sizes beyond which a chart is refused.</summary>
public sealed record ChartLimits
{
    /// <summary>Helm's own limits.</summary>
    public static ChartLimits Default { get; } = new();

    /// <summary>Largest unpacked size of a chart, in bytes.</summary>
    public long MaximumChartSize { get; init; } = 100L * 1024 * 1024;

    /// <summary>Largest size of one file, in bytes.</summary>
    public long MaximumFileSize { get; init; } = 5L * 1024 * 1024;

    /// <summary>Largest number of files.</summary>
    public int MaximumFiles { get; init; } = 20_000;

    /// <summary>Deepest nesting of charts in charts.</summary>
    public int MaximumDepth { get; init; } = 50;
}
