namespace OptaPS.Helm.Repositories;

/// <summary>Charts that are part of the product.</summary>
public interface IEmbeddedChartSource
{
    /// <summary>Names of the charts.</summary>
    IReadOnlyCollection<string> Names { get; }

    /// <summary>Opens a chart as a packaged archive (gzipped tar), or null when there is none of that name.</summary>
    Stream? Open(string name);
}
