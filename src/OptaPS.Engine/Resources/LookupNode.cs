using System.Text.Json.Nodes;

namespace OptaPS.Engine.Resources;

/// <summary>A read-only question that is answered at plan time and recorded with the plan: zones, account, hosted zone, supported versions.</summary>
/// <param name="Address">Unique within the layer, for example <c>base/zones</c>.</param>
/// <param name="Type">Which provider answers, and the name of the question, for example <c>aws:availability-zones</c>.</param>
/// <param name="Query">The parameters; leaves may be expressions over other lookups.</param>
public sealed record LookupNode(string Address, ResourceType Type, JsonObject Query) : IGraphNode
{
    /// <summary>True when the first answer is kept for the life of the layer (chosen zones must not shift), false to ask at every plan.</summary>
    public bool KeepFirstAnswer { get; init; }
}
