using OptaPS.Diagnostics;

namespace OptaPS.Helm.Releases;

/// <summary>How far an operation is.</summary>
/// <param name="Release">The release as it stands; null when it is gone.</param>
public sealed record ReleaseProgress(ReleaseInfo? Release)
{
    /// <summary>What to poll with, durable across processes; null when the operation has ended.</summary>
    public string? Handle { get; init; }

    /// <summary>When to ask again.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Why the operation failed, with evidence; null otherwise.</summary>
    public Diagnostic? Failure { get; init; }

    /// <summary>What is being waited for.</summary>
    public IReadOnlyList<string> WaitingFor { get; init; } = [];
}
