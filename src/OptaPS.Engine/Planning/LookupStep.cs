using System.Text.Json.Nodes;
using OptaPS.Engine.Expressions;
using OptaPS.Engine.Json;
using OptaPS.Engine.Providers;
using OptaPS.Engine.Resources;

namespace OptaPS.Engine.Planning;

/// <summary>Answers one lookup: from the record when the first answer is kept, else by asking.</summary>
internal static class LookupStep
{
    internal static async Task<PlannedLookup> RunAsync(LookupNode node, PlanContext context, CancellationToken cancellationToken)
    {
        var query = (JsonObject)ExpressionEvaluator.Evaluate(node.Query, context.ValueOf, node.Address).Value!;
        var provider = context.Providers.Of(node.Type, node.Address);
        var kept = node.KeepFirstAnswer
            && context.State.Lookups.TryGetValue(node.Address, out var record)
            && record.Type == node.Type
            && JsonEquality.Equal(record.Query, query)
                ? record.Answer
                : null;
        var answer = kept ?? await context.Reads.ReadAsync(
            node.Address,
            node.Type,
            null,
            token => provider.LookupAsync(new LookupRequest(node.Address, node.Type.Name, context.Graph.Owner, query), token),
            cancellationToken);
        context.Values[node.Address] = new NodeValue(answer, null);
        return new PlannedLookup(node.Address, node.Type, query, answer, kept is not null);
    }
}
