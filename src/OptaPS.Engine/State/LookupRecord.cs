using System.Text.Json.Nodes;
using OptaPS.Engine.Resources;

namespace OptaPS.Engine.State;

/// <summary>An answer that is kept for the life of a layer.</summary>
/// <param name="Address">The lookup's address.</param>
/// <param name="Type">Who answered what.</param>
/// <param name="Query">The parameters that were asked with; a different question is asked anew.</param>
/// <param name="Answer">The answer.</param>
public sealed record LookupRecord(string Address, ResourceType Type, JsonObject Query, JsonObject Answer);
