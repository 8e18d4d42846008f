using System.Text.Json.Nodes;
using OptaPS.Diagnostics;
using OptaPS.Engine.Overlay;

namespace OptaPS.Engine.Execution;

/// <summary>How a plan is applied, and what is written into the layer's state under the same lock before the first change.</summary>
public sealed record ApplyOptions
{
    /// <summary>What is done, for the lock record, for example <c>Deploy-OptaService</c>.</summary>
    public string Operation { get; init; } = "apply";

    /// <summary>Overlay entries to write first.</summary>
    public IReadOnlyList<OverlayEntry> OverlayWrites { get; init; } = [];

    /// <summary>Keys of overlay entries to remove first.</summary>
    public IReadOnlyList<string> OverlayRemovals { get; init; } = [];

    /// <summary>Values of module defaults to record, by module; existing records are kept unless named in <see cref="ReplaceDefaults"/>.</summary>
    public IReadOnlyDictionary<string, JsonObject> Defaults { get; init; } = new Dictionary<string, JsonObject>(StringComparer.Ordinal);

    /// <summary>Modules whose recorded defaults are overwritten.</summary>
    public IReadOnlyList<string> ReplaceDefaults { get; init; } = [];

    /// <summary>Told of the lock of a run that seems dead and whose end is waited for.</summary>
    public Action<Diagnostic>? LockAwaited { get; init; }
}
