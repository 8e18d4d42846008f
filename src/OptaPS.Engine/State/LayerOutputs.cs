using System.Text.Json.Nodes;

namespace OptaPS.Engine.State;

/// <summary>The named results of a layer, with secrets in clear; handle with care.</summary>
/// <param name="Layer">The layer.</param>
public sealed record LayerOutputs(string Layer)
{
    /// <summary>Values by name.</summary>
    public IReadOnlyDictionary<string, JsonNode?> Values { get; init; } = new Dictionary<string, JsonNode?>(StringComparer.Ordinal);

    /// <summary>Names whose values are secret.</summary>
    public IReadOnlySet<string> Sensitive { get; init; } = new HashSet<string>(StringComparer.Ordinal);
}
