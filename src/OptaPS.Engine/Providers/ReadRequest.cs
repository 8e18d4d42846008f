using System.Text.Json.Nodes;
using OptaPS.Engine.Resources;

namespace OptaPS.Engine.Providers;

/// <summary>Asks for the live resource.</summary>
/// <param name="Address">The resource's address.</param>
/// <param name="TypeName">The provider's type name.</param>
/// <param name="Owner">The layer's ownership mark.</param>
/// <param name="Connection">The resolved connection.</param>
/// <param name="Identifier">The identifier from the record.</param>
/// <param name="Recorded">The document as last applied, or null.</param>
public sealed record ReadRequest(string Address, string TypeName, Ownership Owner, JsonObject? Connection, string Identifier, JsonObject? Recorded)
    : ProviderRequest(Address, TypeName, Owner, Connection)
{
    /// <summary>Outputs recorded at the last apply: providers of generated values (tls, random) return them as the live state.</summary>
    public JsonObject? RecordedOutputs { get; init; }
}
