using OptaPS.Engine.Providers;

namespace OptaPS.Helm.Releases;

/// <summary>What would change, or has changed, per object. Secrets are masked.</summary>
/// <param name="Objects">Objects that differ, in install order; removed ones last.</param>
public sealed record ReleaseDiff(IReadOnlyList<ChildChange> Objects)
{
    /// <summary>False when something could not be known yet, such as objects of kinds that this run will define.</summary>
    public bool Exact { get; init; } = true;

    /// <summary>True when nothing differs.</summary>
    public bool IsEmpty => Objects.Count == 0;
}
