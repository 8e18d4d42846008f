using System.Text.Json.Nodes;
using OptaPS.Engine.Resources;

namespace OptaPS.Engine.Providers;

/// <summary>Asks for an update in place.</summary>
/// <param name="Address">The resource's address.</param>
/// <param name="TypeName">The provider's type name.</param>
/// <param name="Owner">The layer's ownership mark.</param>
/// <param name="Connection">The resolved connection.</param>
/// <param name="Identifier">The resource's identifier.</param>
/// <param name="Desired">The whole desired document, fully resolved.</param>
/// <param name="Recorded">The document as last applied, or null after adoption.</param>
/// <param name="Token">The idempotency token.</param>
public sealed record UpdateRequest(
    string Address,
    string TypeName,
    Ownership Owner,
    JsonObject? Connection,
    string Identifier,
    JsonObject Desired,
    JsonObject? Recorded,
    string Token) : ProviderRequest(Address, TypeName, Owner, Connection)
{
    /// <summary>Outputs recorded at the last apply.</summary>
    public JsonObject? RecordedOutputs { get; init; }
}
