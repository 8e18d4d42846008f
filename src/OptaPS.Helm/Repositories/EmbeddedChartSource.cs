namespace OptaPS.Helm.Repositories;

/// <summary>Charts of the product, from whoever holds them.</summary>
/// <param name="names">Names of the charts.</param>
/// <param name="files">The files of a named chart.</param>
public sealed class EmbeddedChartSource(IReadOnlyCollection<string> names, Func<string, IReadOnlyDictionary<string, byte[]>> files) : IEmbeddedChartSource
{
    /// <inheritdoc/>
    public IReadOnlyCollection<string> Names => names;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, byte[]>? Open(string name) => names.Contains(name, StringComparer.Ordinal) ? files(name) : null;
}
