using System.Text.Json.Nodes;
using OptaPS.Engine.Resources;

namespace OptaPS.Engine.Providers;

/// <summary>Asks for a delete.</summary>
/// <param name="Address">The resource's address.</param>
/// <param name="TypeName">The provider's type name.</param>
/// <param name="Owner">The layer's ownership mark.</param>
/// <param name="Connection">The resolved connection, as recorded.</param>
/// <param name="Identifier">The resource's identifier.</param>
/// <param name="Recorded">The document as last applied, or null.</param>
/// <param name="Token">The idempotency token.</param>
public sealed record DeleteRequest(string Address, string TypeName, Ownership Owner, JsonObject? Connection, string Identifier, JsonObject? Recorded, string Token)
    : ProviderRequest(Address, TypeName, Owner, Connection);
