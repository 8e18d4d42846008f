using OptaPS.Diagnostics;

namespace OptaPS.Engine.State;

/// <summary>A layer that a backend keeps.</summary>
/// <param name="Layer">Its identity.</param>
/// <param name="Resources">How many resources it records.</param>
/// <param name="Open">How many of them have an operation whose end is not recorded.</param>
/// <param name="LastChange">When its state last changed.</param>
public sealed record LayerSummary(string Layer, int Resources, int Open, DateTimeOffset LastChange)
{
    /// <summary>Why its state cannot be read; null when it can.</summary>
    public Diagnostic? Problem { get; init; }
}
