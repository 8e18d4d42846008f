namespace OptaPS.Helm.Provider;

/// <summary>Finds the charts that documents name.</summary>
public interface IChartLibrary
{
    /// <summary>Opens a chart; its digest is checked wherever one is known.</summary>
    /// <param name="chart">What the document names.</param>
    /// <param name="recordedDigest">The digest that the last apply of the same chart and version had, or null.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="OptaPS.Diagnostics.OptaException">It cannot be had, is refused, or is not the one that is locked.</exception>
    Task<ReleaseChart> OpenAsync(ChartSpecification chart, string? recordedDigest, CancellationToken cancellationToken);
}
