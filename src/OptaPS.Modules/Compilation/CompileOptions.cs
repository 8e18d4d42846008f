using System.Text.Json.Nodes;
using OptaPS.Engine.Overlay;
using OptaPS.Engine.State;

namespace OptaPS.Modules.Compilation;

/// <summary>What the compiler needs besides the file.</summary>
public sealed record CompileOptions
{
    /// <summary>The layer's overlay entries by key: <c>addon:linkerd</c> for environments, <c>image:&lt;module&gt;</c> for services.</summary>
    public IReadOnlyDictionary<string, OverlayEntry> Overlay { get; init; } = new Dictionary<string, OverlayEntry>(StringComparer.Ordinal);

    /// <summary>The recorded outputs of the environment, for a service; null when the environment was never applied.</summary>
    public LayerOutputs? Parent { get; init; }

    /// <summary>
    /// The connection document of the cluster that <c>providers: {local: {}}</c> means; null for the kubeconfig context <c>kind-opta-local-cluster</c>.
    /// </summary>
    public JsonObject? LocalCluster { get; init; }

    /// <summary>Facts of the run by the name that files use (<c>state_storage</c>); a name that is absent is an error where a file uses it.</summary>
    public IReadOnlyDictionary<string, string> Facts { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
