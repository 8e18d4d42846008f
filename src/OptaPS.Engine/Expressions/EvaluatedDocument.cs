using System.Text.Json.Nodes;

namespace OptaPS.Engine.Expressions;

/// <summary>A document after evaluation.</summary>
/// <param name="Value">The document; unknown values are still expressions.</param>
/// <param name="Unknown">JSON pointers of unknown values.</param>
/// <param name="Sensitive">JSON pointers of values that were computed from secrets.</param>
internal sealed record EvaluatedDocument(JsonNode? Value, IReadOnlyList<string> Unknown, IReadOnlyList<string> Sensitive)
{
    /// <summary>True when nothing is unknown.</summary>
    internal bool IsKnown => Unknown.Count == 0;
}
