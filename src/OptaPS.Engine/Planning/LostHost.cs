using System.Text.Json;
using System.Text.Json.Nodes;
using OptaPS.Engine.Expressions;
using OptaPS.Engine.State;

namespace OptaPS.Engine.Planning;

/// <summary>
/// Whether the system that a resource lives in is gone, as a deleted cluster with the objects in it. Only such a resource may be taken for gone when it
/// cannot be read: any other would be forgotten, or made a second time, for a failure of its read that passes.
/// </summary>
internal static class LostHost
{
    /// <summary>True when a resource that is known to be gone gave this one its connection.</summary>
    internal static bool IsLost(ResourceRecord record, PlanContext context)
    {
        if (record.Connection is not { } connection)
            return false;
        var ways = Texts(connection).ToHashSet(StringComparer.Ordinal);
        var node = context.Graph.Resources.FirstOrDefault(node => node.Address == record.Address);
        var given = ExpressionReader.References(node?.Connection).Select(reference => reference.Address).ToHashSet(StringComparer.Ordinal);
        return context.Live.Any(pair => pair.Value is null && context.State.Resources.TryGetValue(pair.Key, out var gone)
            && (given.Contains(gone.Address) || Texts(gone.Outputs).Any(ways.Contains)));
    }

    // The addresses and certificates of a connection are at its top; below are credentials, whose names and regions others share.
    private static IEnumerable<string> Texts(JsonObject? document) =>
        (document ?? []).Select(member => member.Value).OfType<JsonValue>().Where(value => value.GetValueKind() == JsonValueKind.String).Select(value => value.GetValue<string>()).Where(text => text.Length > 0);
}
