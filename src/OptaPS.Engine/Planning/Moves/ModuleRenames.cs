using System.Text.Json.Nodes;
using OptaPS.Engine.Expressions;
using OptaPS.Engine.Json;
using OptaPS.Engine.Providers;
using OptaPS.Engine.Resources;
using OptaPS.Engine.State;

namespace OptaPS.Engine.Planning.Moves;

/// <summary>
/// Recognises a module that got another name in the file: everything that is recorded under the old name is in the graph under the new one,
/// role by role and type by type, nothing that can only be set at creation differs, and only one old name fits. Anything less is no rename:
/// a name that is part of what the resources are called means other resources.
/// </summary>
internal static class ModuleRenames
{
    /// <summary>New addresses to former ones.</summary>
    internal static IReadOnlyDictionary<string, string> Find(LayerState state, ResourceGraph graph, ProviderSet providers)
    {
        var wanted = graph.Resources.GroupBy(node => ModuleOf(node.Address), StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.ToList(), StringComparer.Ordinal);
        var recorded = state.Resources.Values.Where(record => record.ReplacedAt is null).GroupBy(record => ModuleOf(record.Address), StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.ToList(), StringComparer.Ordinal);
        var appeared = wanted.Where(pair => pair.Key.Length > 0 && !recorded.ContainsKey(pair.Key)).ToList();
        var vanished = recorded.Where(pair => pair.Key.Length > 0 && !wanted.ContainsKey(pair.Key)).ToList();
        var pairs = (from old in vanished from fresh in appeared where Fits(old.Value, fresh.Value, providers) select (Old: old.Key, New: fresh.Key)).ToList();
        return pairs
            .Where(pair => pairs.Count(other => other.Old == pair.Old) == 1 && pairs.Count(other => other.New == pair.New) == 1)
            .SelectMany(pair => recorded[pair.Old].Select(record => (New: pair.New + record.Address[pair.Old.Length..], record.Address)))
            .ToDictionary(pair => pair.New, pair => pair.Address, StringComparer.Ordinal);
    }

    private static bool Fits(List<ResourceRecord> old, List<ResourceNode> fresh, ProviderSet providers)
    {
        var roles = fresh.ToDictionary(node => RoleOf(node.Address), StringComparer.Ordinal);
        return old.Count == fresh.Count
            && old.TrueForAll(record => roles.TryGetValue(RoleOf(record.Address), out var node) && node.Type == record.Type && StaysTheSame(record, node, providers.TraitsOf(node.Type, node.Address)));
    }

    private static bool StaysTheSame(ResourceRecord record, ResourceNode node, ResourceTraits traits) => traits.CreateOnly.All(pattern =>
    {
        var was = JsonPointer.Expand(record.Applied, pattern).ToList();
        var wanted = JsonPointer.Expand(node.Desired, pattern).ToList();
        return wanted.Concat(was).Distinct(StringComparer.Ordinal).All(pointer => Value(node.Desired, pointer) is var value && (ExpressionReader.References(value).Any() || JsonEquality.Equal(value, Value(record.Applied, pointer))));
    });

    private static JsonNode? Value(JsonNode? document, string pointer) => JsonPointer.TryGet(document, pointer, out var value) ? value : null;

    private static string ModuleOf(string address) => address.IndexOf('/', StringComparison.Ordinal) is var slash and > 0 ? address[..slash] : "";

    private static string RoleOf(string address) => address[(address.IndexOf('/', StringComparison.Ordinal) + 1)..];
}
