using System.Text.Json.Nodes;
using OptaPS.Engine.Resources;

namespace OptaPS.Engine.Providers;

/// <summary>Asks a provider to compare. <paramref name="Connection"/> is null when the connection is not known yet (the cluster is made in this run).</summary>
/// <param name="Address">The resource's address.</param>
/// <param name="TypeName">The provider's type name.</param>
/// <param name="Owner">The layer's ownership mark.</param>
/// <param name="Connection">The resolved connection, or null when unknown.</param>
/// <param name="Desired">The desired document; unknown values are left as expressions.</param>
/// <param name="Recorded">The document as last applied, or null when never applied.</param>
/// <param name="Live">The resource as it is, or null when it does not exist.</param>
public sealed record PlanRequest(
    string Address,
    string TypeName,
    Ownership Owner,
    JsonObject? Connection,
    JsonObject Desired,
    JsonObject? Recorded,
    ResourceSnapshot? Live) : ProviderRequest(Address, TypeName, Owner, Connection)
{
    /// <summary>Outputs recorded at the last apply, or null.</summary>
    public JsonObject? RecordedOutputs { get; init; }

    /// <summary>Sources of values by JSON pointer, to copy onto <see cref="PropertyChange.Source"/>.</summary>
    public IReadOnlyDictionary<string, string> ValueSources { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
