using OptaPS.Engine.Providers;
using OptaPS.Engine.Resources;
using OptaPS.Engine.State;
using OptaPS.Engine.State.Journal;

namespace OptaPS.Engine.Planning.Moves;

/// <summary>Finds records that belong to a node under one of its former addresses.</summary>
internal static class RecordMoves
{
    /// <summary>The state as it will be when the records have moved, and the moves: new address to former one.</summary>
    internal static (LayerState State, IReadOnlyDictionary<string, string> Moves) Apply(LayerState state, ResourceGraph graph, IReadOnlyList<AddressMove> declared, ProviderSet providers)
    {
        var moves = new Dictionary<string, string>(StringComparer.Ordinal);
        var inGraph = new HashSet<string>(graph.Resources.Select(node => node.Address), StringComparer.Ordinal);
        foreach (var node in graph.Resources.Where(node => !state.Resources.ContainsKey(node.Address)))
        {
            var candidates = declared.Select(move => AddressMoves.New(node.Address, move.To, move.From)).OfType<string>().Concat(node.FormerAddresses);
            var former = candidates.FirstOrDefault(address => !inGraph.Contains(address) && state.Resources.TryGetValue(address, out var record) && record.Type == node.Type);
            if (former is not null)
                state = Move(state, former, node.Address, moves);
        }

        // What was said comes first; a rename that nobody declared is recognised by what the module consists of.
        foreach (var (address, former) in ModuleRenames.Find(state, graph, providers))
            state = Move(state, former, address, moves);
        return (state, moves);
    }

    private static LayerState Move(LayerState state, string former, string address, Dictionary<string, string> moves)
    {
        moves[address] = former;
        var group = new JournalGroup(state.Serial, 0, state.LastChange, [new MovedEntry(former, address)]);
        return StateFold.Apply(state, group) with { Version = state.Version };
    }
}
