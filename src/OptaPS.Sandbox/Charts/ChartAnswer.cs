namespace OptaPS.Sandbox.Charts;

/// <summary>A finished answer of the chart server.</summary>
internal sealed record ChartAnswer(int Status, string ContentType, byte[] Body)
{
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
