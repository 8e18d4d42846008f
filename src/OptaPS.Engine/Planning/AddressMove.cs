namespace OptaPS.Engine.Planning;

/// <summary>A declaration that a resource, or with a final <c>/*</c> a whole module, got another address.</summary>
/// <param name="From">The former address.</param>
/// <param name="To">The new address.</param>
public sealed record AddressMove(string From, string To);
