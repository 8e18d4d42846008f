namespace OptaPS.Objects;

/// <summary>A test hook of a release and its last run.</summary>
/// <param name="Name">The test's name.</param>
/// <param name="Phase">Succeeded, Failed, Unknown, or empty when it has not run.</param>
/// <param name="Started">When it began.</param>
/// <param name="Completed">When it ended.</param>
public sealed record ReleaseTest(string Name, string Phase, DateTimeOffset? Started, DateTimeOffset? Completed)
{
    /// <summary>Log lines and conditions of a failed test.</summary>
    public IReadOnlyList<string> Evidence { get; init; } = [];
}
