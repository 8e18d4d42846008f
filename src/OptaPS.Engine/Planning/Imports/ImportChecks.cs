using OptaPS.Diagnostics;
using OptaPS.Engine.Json;
using OptaPS.Engine.Providers;
using OptaPS.Engine.Resources;
using OptaPS.Engine.State;

namespace OptaPS.Engine.Planning.Imports;

/// <summary>What can be wrong with a wish to take resources over.</summary>
internal static class ImportChecks
{
    /// <summary>What can be said without a call.</summary>
    internal static IEnumerable<Diagnostic> Of(ResourceGraph graph, LayerState state, IReadOnlyDictionary<string, string> identifiers)
    {
        var types = graph.Resources.ToDictionary(node => node.Address, node => node.Type, StringComparer.Ordinal);
        foreach (var (address, identifier) in identifiers.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (!types.TryGetValue(address, out var type))
            {
                yield return new Diagnostic("OPTA2008", Severity.Error, $"The file has no resource '{address}' to import into.")
                {
                    Category = DiagnosticCategory.ObjectNotFound,
                    Nearest = NearestName.Of(address, types.Keys),
                    Remedy = "Give an address as a plan of the file shows it.",
                };
            }
            else if (state.Resources.TryGetValue(address, out var record) && record.Identifier != identifier && !IsOpenCreate(record))
            {
                yield return new Diagnostic("OPTA2410", Severity.Error, $"'{address}' is recorded as {record.Identifier ?? "something under way"}, not as {identifier}.")
                {
                    Resource = address,
                    Category = DiagnosticCategory.ResourceExists,
                    Remedy = "Nothing was changed. Import under another address, or take that one out of the file and apply first.",
                };
            }
            else if (Owner(state, type, address, identifier) is { } other)
            {
                yield return Twice(address, identifier, other);
            }
            else if (identifiers.FirstOrDefault(pair => string.CompareOrdinal(pair.Key, address) < 0 && pair.Value == identifier && types.TryGetValue(pair.Key, out var same) && same == type).Key is { } sibling)
            {
                yield return Twice(address, identifier, sibling);
            }
        }
    }

    internal static Diagnostic Homeless(string address, string home) => new("OPTA2412", Severity.Error, $"'{address}' lives in '{home}', which is not recorded.")
    {
        Resource = address,
        Category = DiagnosticCategory.ObjectNotFound,
        Remedy = $"Import '{home}' first or in the same run.",
    };

    internal static Diagnostic NotFound(ResourceNode node, string identifier) => new("OPTA2413", Severity.Error, $"There is no {node.Type} '{identifier}' to import as '{node.Address}'.")
    {
        Resource = node.Address,
        Category = DiagnosticCategory.ObjectNotFound,
        Remedy = "Give the identifier as the system lists it, and check account, region and cluster.",
    };

    /// <summary>True when it is not known which resource an interrupted create has made; an import says it.</summary>
    internal static bool IsOpenCreate(ResourceRecord record) => record is { Identifier: null, Open.Action: PlannedAction.Create };

    private static string? Owner(LayerState state, ResourceType type, string address, string identifier) => state.Resources.Values
        .Where(record => record.Type == type && record.Identifier == identifier && record.Address != address)
        .Select(record => record.Address)
        .FirstOrDefault();

    private static Diagnostic Twice(string address, string identifier, string other) => new("OPTA2410", Severity.Error, $"{identifier} cannot be imported as '{address}', because it is '{other}'.")
    {
        Resource = address,
        Category = DiagnosticCategory.ResourceExists,
        Remedy = "A resource has one address. To rename it, move it.",
    };
}
