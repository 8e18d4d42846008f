using OptaPS.Helm.Repositories;
using OptaPS.Modules;

namespace OptaPS.Operations.Sessions;

/// <summary>Gives the product's own charts to the Helm provider.</summary>
internal sealed class ProductCharts : IEmbeddedChartSource
{
    /// <inheritdoc/>
    public IReadOnlyCollection<string> Names => [.. EmbeddedCharts.Names];

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, byte[]>? Open(string name) => Names.Contains(name, StringComparer.Ordinal) ? EmbeddedCharts.Files(name) : null;
}
