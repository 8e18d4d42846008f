using System.Text.Json.Nodes;
using OptaPS.Engine.Expressions;
using OptaPS.Engine.Providers;
using OptaPS.Engine.Resources;

namespace OptaPS.Engine.Planning;

/// <summary>The evaluated documents of a node.</summary>
/// <param name="Desired">The desired document; unknown values are still expressions.</param>
/// <param name="Connection">The connection, or null when there is none or it is not known.</param>
/// <param name="SensitivePaths">Secrets in <paramref name="Desired"/>.</param>
/// <param name="IsKnown">True when nothing is unknown.</param>
internal sealed record NodeInputs(JsonObject Desired, JsonObject? Connection, IReadOnlyList<string> SensitivePaths, bool IsKnown)
{
    internal static NodeInputs Evaluate(ResourceNode node, ResourceTraits traits, Func<string, NodeValue> resolve)
    {
        var desired = ExpressionEvaluator.Evaluate(node.Desired, resolve, node.Address);
        var connection = node.Connection is null ? null : ExpressionEvaluator.Evaluate(node.Connection, resolve, node.Address);
        return new NodeInputs(
            (JsonObject)desired.Value!,
            connection is { IsKnown: true } ? (JsonObject?)connection.Value : null,
            [.. node.SensitivePaths.Concat(traits.Sensitive).Concat(desired.Sensitive).Distinct(StringComparer.Ordinal)],
            desired.IsKnown && connection is not { IsKnown: false });
    }
}
