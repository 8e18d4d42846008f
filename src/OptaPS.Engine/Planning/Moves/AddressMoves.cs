using OptaPS.Diagnostics;
using OptaPS.Engine.Json;
using OptaPS.Engine.State;

namespace OptaPS.Engine.Planning.Moves;

/// <summary>Finds the records that a move by name means.</summary>
internal static class AddressMoves
{
    private const string All = "/*";

    /// <summary>Former addresses with their new ones; none when nothing has the former address but something the new one: the move was made before.</summary>
    /// <exception cref="OptaException">Nothing has the former address, or a new one is taken.</exception>
    internal static IReadOnlyDictionary<string, string> Find(LayerState state, string from, string to)
    {
        if (from.EndsWith(All, StringComparison.Ordinal) != to.EndsWith(All, StringComparison.Ordinal))
            throw Wrong("OPTA2411", $"'{from}' and '{to}' do not fit: one names a module and the other a resource.", "End both or neither with '/*'.", null);
        var moves = state.Resources.Keys
            .Where(address => New(address, from, to) is not null)
            .Order(StringComparer.Ordinal)
            .ToDictionary(address => address, address => New(address, from, to)!, StringComparer.Ordinal);
        if (moves.Count == 0 && state.Resources.Keys.Any(address => New(address, to, from) is not null))
            return moves;
        if (moves.Count == 0)
            throw Wrong("OPTA2008", $"The layer '{state.Layer}' records no resource '{from}'.", "Give an address as a plan shows it.", NearestName.Of(from, state.Resources.Keys));
        if (moves.Values.FirstOrDefault(address => state.Resources.ContainsKey(address) && !moves.ContainsKey(address)) is { } taken)
            throw Wrong("OPTA2411", $"The layer '{state.Layer}' records a resource at '{taken}' already.", "Move that one away first, or choose another address.", null);
        return moves;
    }

    /// <summary>The new address of <paramref name="address"/>, or null when the move is not about it.</summary>
    internal static string? New(string address, string from, string to)
    {
        if (address == from)
            return to;
        return from.EndsWith(All, StringComparison.Ordinal) && address.StartsWith(from[..^1], StringComparison.Ordinal) ? string.Concat(to.AsSpan(0, to.Length - 1), address.AsSpan(from.Length - 1)) : null;
    }

    private static OptaException Wrong(string code, string message, string remedy, string? nearest) =>
        new(new Diagnostic(code, Severity.Error, message) { Category = DiagnosticCategory.InvalidArgument, Remedy = remedy, Nearest = nearest });
}
