namespace OptaPS.Objects;

/// <summary>What a chart renders to.</summary>
/// <param name="Utf8">The exact bytes that <c>helm template</c> prints.</param>
/// <param name="Text">The same as text.</param>
public sealed record ExpandedChart(ReadOnlyMemory<byte> Utf8, string Text)
{
    /// <summary>The documents in order, when they were asked for.</summary>
    public IReadOnlyList<ChartDocument> Documents { get; init; } = [];

    /// <summary>What was said while dependencies were fetched; Helm prints it before the manifests.</summary>
    public IReadOnlyList<string> Messages { get; init; } = [];
}
