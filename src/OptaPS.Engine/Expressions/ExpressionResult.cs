using System.Text.Json.Nodes;

namespace OptaPS.Engine.Expressions;

/// <summary>The value of one expression.</summary>
/// <param name="Known">False when it is not known yet.</param>
/// <param name="Value">The value, when known.</param>
internal sealed record ExpressionResult(bool Known, JsonNode? Value)
{
    /// <summary>Not known yet.</summary>
    internal static ExpressionResult Unknown { get; } = new(false, null);

    /// <summary>Pointers below the value that lead to secrets; the empty one means the whole value.</summary>
    internal IReadOnlyList<string> Sensitive { get; init; } = [];
}
