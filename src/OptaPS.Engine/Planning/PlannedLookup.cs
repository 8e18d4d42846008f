using System.Text.Json.Nodes;
using OptaPS.Engine.Resources;

namespace OptaPS.Engine.Planning;

/// <summary>The answer to a lookup.</summary>
/// <param name="Address">The lookup's address.</param>
/// <param name="Type">Who answered what.</param>
/// <param name="Query">The parameters.</param>
/// <param name="Answer">The answer.</param>
/// <param name="Kept">True when the answer is the one of the layer's first apply.</param>
public sealed record PlannedLookup(string Address, ResourceType Type, JsonObject Query, JsonObject Answer, bool Kept);
