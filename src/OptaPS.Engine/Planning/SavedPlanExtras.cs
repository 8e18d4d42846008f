using OptaPS.Engine.Overlay;

namespace OptaPS.Engine.Planning;

/// <summary>What is saved with a plan beside the plan itself; encrypted like it.</summary>
public sealed record SavedPlanExtras
{
    /// <summary>What is done, for the lock record.</summary>
    public string Operation { get; init; } = "apply";

    /// <summary>Overlay entries that belong to the plan and are written with its apply.</summary>
    public IReadOnlyList<OverlayEntry> OverlayWrites { get; init; } = [];

    /// <summary>Keys of overlay entries that are removed with the plan's apply.</summary>
    public IReadOnlyList<string> OverlayRemovals { get; init; } = [];

    /// <summary>What the graph was made of, by name, as digests or versions: files, other layers. The engine only keeps them; who saved the plan compares them.</summary>
    public IReadOnlyDictionary<string, string> Inputs { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
