using System.Text.Json.Nodes;
using OptaPS.Engine.Resources;

namespace OptaPS.Engine.Providers;

/// <summary>Asks for a create, or (in find) for what such a create may have left.</summary>
/// <param name="Address">The resource's address.</param>
/// <param name="TypeName">The provider's type name.</param>
/// <param name="Owner">The layer's ownership mark, to be written onto the resource.</param>
/// <param name="Connection">The resolved connection.</param>
/// <param name="Desired">The document, fully resolved.</param>
/// <param name="Token">The idempotency token: a function of environment, address, action and attempt; 64 hexadecimal characters.</param>
public sealed record CreateRequest(string Address, string TypeName, Ownership Owner, JsonObject? Connection, JsonObject Desired, string Token)
    : ProviderRequest(Address, TypeName, Owner, Connection);
