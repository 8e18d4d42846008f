using OptaPS.Diagnostics;
using OptaPS.Engine.Dag;
using OptaPS.Engine.Providers;
using OptaPS.Engine.Resources;

namespace OptaPS.Engine.Graphs;

/// <summary>Checks a graph without any call: addresses, cycles, types, and what the providers find.</summary>
internal static class GraphValidator
{
    /// <summary>All findings together, errors first.</summary>
    internal static IReadOnlyList<Diagnostic> Validate(ResourceGraph graph, ProviderSet providers, out DirectedGraph dependencies)
    {
        var findings = new List<Diagnostic>();
        dependencies = GraphInspector.Build(graph, findings);
        foreach (var node in graph.Lookups)
            Check(findings, () => CheckProvider(providers, node));
        foreach (var node in graph.Resources)
        {
            Check(findings, () =>
            {
                var provider = providers.Of(node.Type, node.Address);
                provider.TraitsOf(node.Type.Name);
                return [.. provider.Validate(node).Select(finding => finding with { Resource = finding.Resource ?? node.Address })];
            });
        }

        return [.. findings.OrderByDescending(finding => finding.Severity)];
    }

    private static Diagnostic[] CheckProvider(ProviderSet providers, LookupNode node)
    {
        providers.Of(node.Type, node.Address);
        return [];
    }

    private static void Check(List<Diagnostic> findings, Func<IReadOnlyList<Diagnostic>> check)
    {
        try
        {
            findings.AddRange(check());
        }
        catch (OptaException exception)
        {
            findings.AddRange(exception.Diagnostics);
        }
    }
}
