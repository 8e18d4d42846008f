using System.Text.Json.Nodes;

namespace OptaPS.Engine.Expressions;

/// <summary>What is known about a node that expressions refer to.</summary>
/// <param name="Outputs">Its document, in which unknown values are still expressions; null when nothing is known.</param>
/// <param name="Identifier">Its identifier; null when not known.</param>
internal sealed record NodeValue(JsonObject? Outputs, string? Identifier)
{
    /// <summary>Nothing is known yet.</summary>
    internal static NodeValue Unknown { get; } = new(null, null);

    /// <summary>Patterns of secrets in <see cref="Outputs"/>.</summary>
    internal IReadOnlyList<string> Sensitive { get; init; } = [];

    /// <summary>True when a path that is missing in <see cref="Outputs"/> may still appear; false when it is an error.</summary>
    internal bool MayGrow { get; init; }
}
