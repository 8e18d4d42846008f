using OptaPS.Diagnostics;
using OptaPS.Engine.Dag;
using OptaPS.Engine.Expressions;
using OptaPS.Engine.Json;
using OptaPS.Engine.Resources;

namespace OptaPS.Engine.Graphs;

/// <summary>Finds what depends on what in a resource graph, and what is wrong with it.</summary>
internal static class GraphInspector
{
    /// <summary>The addresses that a node needs, without duplicates, in document order.</summary>
    internal static IReadOnlyList<string> DependenciesOf(IGraphNode node) => node switch
    {
        ResourceNode resource =>
        [
            .. ExpressionReader.References(resource.Desired).Select(reference => reference.Address)
                .Concat(ExpressionReader.References(resource.Connection).Select(reference => reference.Address))
                .Concat(resource.DependsOn)
                .Distinct(StringComparer.Ordinal),
        ],
        LookupNode lookup => [.. ExpressionReader.References(lookup.Query).Select(reference => reference.Address).Distinct(StringComparer.Ordinal)],
        _ => [],
    };

    /// <summary>Builds the dependency graph; every finding about addresses and cycles goes to <paramref name="findings"/>.</summary>
    internal static DirectedGraph Build(ResourceGraph graph, ICollection<Diagnostic> findings)
    {
        var result = new DirectedGraph();
        var nodes = graph.Lookups.Cast<IGraphNode>().Concat(graph.Resources).ToList();
        foreach (var node in nodes)
        {
            if (result.Contains(node.Address))
                findings.Add(new Diagnostic("OPTA2003", Severity.Error, $"The address '{node.Address}' is used twice.") { Resource = node.Address, Category = DiagnosticCategory.InvalidData });
            result.Add(node.Address);
        }

        var lookups = new HashSet<string>(graph.Lookups.Select(lookup => lookup.Address), StringComparer.Ordinal);
        foreach (var node in nodes)
        {
            foreach (var need in DependenciesOf(node))
            {
                if (!result.Contains(need))
                    findings.Add(Missing(node.Address, need, result));
                else if (node is LookupNode && !lookups.Contains(need))
                    findings.Add(new Diagnostic("OPTA2009", Severity.Error, $"The lookup '{node.Address}' refers to the resource '{need}'; a lookup is answered at plan time and can refer to lookups only.") { Resource = node.Address, Category = DiagnosticCategory.InvalidData });
                else
                    result.AddEdge(node.Address, need);
            }
        }

        foreach (var (name, value) in graph.Outputs)
        {
            foreach (var reference in ExpressionReader.References(value).Where(reference => !result.Contains(reference.Address)))
                findings.Add(Missing($"output {name}", reference.Address, result));
        }

        if (result.FindCycle() is { } cycle)
        {
            findings.Add(new Diagnostic("OPTA2002", Severity.Error, $"Resources need each other in a circle: {string.Join(" -> ", cycle)}.")
            {
                Resource = cycle[0],
                Category = DiagnosticCategory.InvalidData,
                Remedy = "Remove one of the links of the circle.",
            });
        }

        return result;
    }

    private static Diagnostic Missing(string from, string address, DirectedGraph graph) =>
        new("OPTA2001", Severity.Error, $"'{from}' refers to '{address}', which does not exist.")
        {
            Resource = from,
            Category = DiagnosticCategory.ObjectNotFound,
            Nearest = NearestName.Of(address, graph.Names),
        };
}
