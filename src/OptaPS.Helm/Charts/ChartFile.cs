namespace OptaPS.Helm.Charts;

/// <summary>A file of a chart.</summary>
/// <param name="Name">Path inside the chart with forward slashes.</param>
/// <param name="Data">The bytes, without a byte order mark.</param>
public sealed record ChartFile(string Name, ReadOnlyMemory<byte> Data)
{
    private string? text;

    /// <summary>The bytes as Go text.</summary>
    internal string Text => text ??= GoText.FromBytes(Data.Span);
}
