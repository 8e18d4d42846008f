using System.Text.Json.Nodes;

namespace OptaPS.Engine.Resources;

/// <summary>Everything that a layer (an environment, or a service in an environment) should consist of.</summary>
/// <param name="Layer">Identity of the layer: <c>staging</c> for an environment, <c>staging/hello</c> for a service in it.</param>
public sealed record ResourceGraph(string Layer)
{
    /// <summary>Managed resources; addresses are unique.</summary>
    public required IReadOnlyList<ResourceNode> Resources { get; init; }

    /// <summary>Read-only questions.</summary>
    public IReadOnlyList<LookupNode> Lookups { get; init; } = [];

    /// <summary>Named results of the layer; values may be expressions. Child layers read them.</summary>
    public IReadOnlyDictionary<string, JsonNode?> Outputs { get; init; } = new Dictionary<string, JsonNode?>(StringComparer.Ordinal);

    /// <summary>Names of <see cref="Outputs"/> whose values are secret.</summary>
    public IReadOnlySet<string> SensitiveOutputs { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Tags and labels that mark what the layer owns.</summary>
    public required Ownership Owner { get; init; }
}
