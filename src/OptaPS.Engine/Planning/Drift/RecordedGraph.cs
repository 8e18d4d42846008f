using System.Text.Json.Nodes;
using OptaPS.Engine.Expressions;
using OptaPS.Engine.Resources;
using OptaPS.Engine.State;

namespace OptaPS.Engine.Planning.Drift;

/// <summary>
/// The graph that a layer's records stand for: what was last applied. References to other recorded resources stay references, so that
/// something that has to be made again passes its new identifier on; everything else is the value that was applied.
/// </summary>
internal static class RecordedGraph
{
    internal static ResourceGraph Of(LayerState state)
    {
        // A replaced resource that waits for its deletion is no wish; the next apply takes it away.
        var records = state.Resources.Values.Where(record => record.ReplacedAt is null && Document(record) is not null).OrderBy(record => record.Address, StringComparer.Ordinal).ToList();
        var known = records.Select(record => record.Address).ToHashSet(StringComparer.Ordinal);
        return new ResourceGraph(state.Layer)
        {
            Resources = [.. records.Select(record => Node(record, known)).Where(node => ExpressionReader.References(node.Desired).All(reference => known.Contains(reference.Address)))],
            Outputs = state.Outputs,
            SensitiveOutputs = state.SensitiveOutputs,
            Owner = state.Owner ?? new Ownership("", state.Layer, state.Layer),
        };
    }

    private static ResourceNode Node(ResourceRecord record, HashSet<string> known) =>
        new(record.Address, record.Type, (JsonObject)Merge(Document(record)!, record.Desired, known)!)
        {
            DependsOn = [.. record.Dependencies.Where(known.Contains)],
            Connection = record.Connection,
            SensitivePaths = record.SensitivePaths,
            HoldsData = record.HoldsData,
            Origin = record,
        };

    // A resource that was taken over has never been applied: its wish is all there is.
    private static JsonObject? Document(ResourceRecord record) =>
        record.Applied ?? record.Open?.Desired ?? (record.Status == RecordStatus.Ready ? record.Desired : null);

    private static JsonNode? Merge(JsonNode? applied, JsonNode? desired, HashSet<string> known)
    {
        if (ExpressionReader.IsExpression(desired))
        {
            var references = ExpressionReader.References(desired).ToList();
            return references.Count > 0 && references.TrueForAll(reference => known.Contains(reference.Address)) ? desired!.DeepClone() : applied?.DeepClone();
        }

        return (applied, desired) switch
        {
            (JsonObject values, JsonObject wishes) => new JsonObject(values.Select(pair => KeyValuePair.Create(pair.Key, Merge(pair.Value, wishes[pair.Key], known)))),
            (JsonArray values, JsonArray wishes) when values.Count == wishes.Count => new JsonArray([.. values.Zip(wishes, (value, wish) => Merge(value, wish, known))]),
            _ => applied?.DeepClone(),
        };
    }
}
