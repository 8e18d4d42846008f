using System.Text.Json.Nodes;
using OptaPS.Engine.Resources;

namespace OptaPS.Engine.Providers;

/// <summary>Asks about a started operation.</summary>
/// <param name="Address">The resource's address.</param>
/// <param name="TypeName">The provider's type name.</param>
/// <param name="Owner">The layer's ownership mark.</param>
/// <param name="Connection">The resolved connection.</param>
/// <param name="Handle">The handle that the operation returned.</param>
/// <param name="Identifier">The identifier, when it is known already.</param>
/// <param name="Desired">The desired document of the create or update; null for a delete.</param>
public sealed record PollRequest(string Address, string TypeName, Ownership Owner, JsonObject? Connection, string Handle, string? Identifier, JsonObject? Desired)
    : ProviderRequest(Address, TypeName, Owner, Connection);
