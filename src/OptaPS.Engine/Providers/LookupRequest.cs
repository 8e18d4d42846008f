using System.Text.Json.Nodes;
using OptaPS.Engine.Resources;

namespace OptaPS.Engine.Providers;

/// <summary>Asks a read-only question.</summary>
/// <param name="Address">The lookup's address.</param>
/// <param name="TypeName">The question's name.</param>
/// <param name="Owner">The layer's ownership mark.</param>
/// <param name="Query">The parameters, fully resolved.</param>
public sealed record LookupRequest(string Address, string TypeName, Ownership Owner, JsonObject Query)
    : ProviderRequest(Address, TypeName, Owner, null);
