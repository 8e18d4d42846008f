namespace OptaPS.Helm.Repositories;

/// <summary>Charts that are part of the product.</summary>
public interface IEmbeddedChartSource
{
    /// <summary>Names of the charts.</summary>
    IReadOnlyCollection<string> Names { get; }

    /// <summary>The files of a chart by their paths inside the chart folder (forward slashes), or null when there is none of that name.</summary>
    IReadOnlyDictionary<string, byte[]>? Open(string name);
}
