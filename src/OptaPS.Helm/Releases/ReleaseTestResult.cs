namespace OptaPS.Helm.Releases;

/// <summary>The outcome of one test hook.</summary>
/// <param name="Name">The test's name.</param>
/// <param name="Phase"><c>Succeeded</c>, <c>Failed</c> or <c>Unknown</c>.</param>
/// <param name="Started">When it began.</param>
/// <param name="Completed">When it ended.</param>
public sealed record ReleaseTestResult(string Name, string Phase, DateTimeOffset? Started, DateTimeOffset? Completed)
{
    /// <summary>Log lines and conditions of a failed test.</summary>
    public IReadOnlyList<string> Evidence { get; init; } = [];
}
