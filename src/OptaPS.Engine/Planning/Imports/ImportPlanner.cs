using OptaPS.Diagnostics;
using OptaPS.Engine.Events;
using OptaPS.Engine.Expressions;
using OptaPS.Engine.Graphs;
using OptaPS.Engine.Providers;
using OptaPS.Engine.Resources;
using OptaPS.Engine.State;

namespace OptaPS.Engine.Planning.Imports;

/// <summary>Finds existing resources and plans as if they had been recorded.</summary>
internal sealed class ImportPlanner(ProviderSet providers, Planner planner, ReadGate reads)
{
    internal async Task<ImportPlan> PlanAsync(ResourceGraph graph, LayerState? recorded, IReadOnlyDictionary<string, string> identifiers, IProgress<EngineEvent>? events, CancellationToken cancellationToken)
    {
        var findings = GraphValidator.Validate(graph, providers, out var dependencies).Where(finding => finding.Severity == Severity.Error).ToList();
        if (findings.Count > 0)
            throw new OptaException(findings);
        var state = recorded ?? new LayerState(graph.Layer, "");
        identifiers = await RecordedFormAsync(graph, state, identifiers, cancellationToken);
        findings.AddRange(ImportChecks.Of(graph, state, identifiers));
        if (findings.Count > 0)
            throw new OptaException(findings);

        // What something lives in comes first: its connection is read from there.
        var nodes = graph.Resources.ToDictionary(node => node.Address, StringComparer.Ordinal);
        var order = dependencies.Order().Where(identifiers.ContainsKey).ToList();
        var known = order.Where(address => state.Resources.TryGetValue(address, out var record) && !ImportChecks.IsOpenCreate(record)).ToHashSet(StringComparer.Ordinal);
        foreach (var address in order.Where(address => !known.Contains(address)))
        {
            if (await ReadAsync(nodes[address], identifiers[address], graph, state, findings, cancellationToken) is { } record)
                state = state with { Resources = state.Resources.SetItem(address, record) };
        }

        if (findings.Count > 0)
            throw new OptaException(findings);
        var plan = await planner.PlanAsync(graph, state, new PlanOptions { Targets = order, KeepOrphans = true, AllowDataLoss = true }, events, cancellationToken);
        var planned = plan.Resources.ToDictionary(resource => resource.Address, StringComparer.Ordinal);
        return new ImportPlan(
            graph.Layer,
            recorded?.Version ?? 0,
            [.. order.Select(address => new ImportedResource(address, identifiers[address], known.Contains(address), planned[address]) { Record = state.Resources[address] })])
        {
            Owner = graph.Owner,
        };
    }

    /// <summary>
    /// Identifiers as they are recorded, where a system takes more than one form for the same thing (an object's name, and its name with its identity):
    /// the same import given once more finds what it imported.
    /// </summary>
    private async Task<IReadOnlyDictionary<string, string>> RecordedFormAsync(ResourceGraph graph, LayerState state, IReadOnlyDictionary<string, string> identifiers, CancellationToken cancellationToken)
    {
        var result = new Dictionary<string, string>(identifiers, StringComparer.Ordinal);
        foreach (var (address, identifier) in identifiers)
        {
            if (!state.Resources.TryGetValue(address, out var record) || record.Identifier is not { } known || known == identifier)
                continue;
            var provider = providers.Of(record.Type, address);
            var request = new ReadRequest(address, record.Type.Name, graph.Owner, record.Connection, identifier, null);
            var live = await reads.ReadAsync(address, record.Type, provider.TraitsOf(record.Type.Name), token => provider.ReadAsync(request, token), cancellationToken);
            if (live?.Identifier == known)
                result[address] = known;
        }

        return result;
    }

    private async Task<ResourceRecord?> ReadAsync(ResourceNode node, string identifier, ResourceGraph graph, LayerState state, List<Diagnostic> findings, CancellationToken cancellationToken)
    {
        var provider = providers.Of(node.Type, node.Address);
        var traits = provider.TraitsOf(node.Type.Name);
        var inputs = NodeInputs.Evaluate(node, traits, address => NodePlanner.RecordedValue(state.Resources.GetValueOrDefault(address)));
        if (node.Connection is not null && inputs.Connection is null)
        {
            var home = ExpressionReader.References(node.Connection).Select(reference => reference.Address).FirstOrDefault(address => !state.Resources.ContainsKey(address));
            findings.Add(ImportChecks.Homeless(node.Address, home ?? "its cluster"));
            return null;
        }

        var request = new ReadRequest(node.Address, node.Type.Name, graph.Owner, inputs.Connection, identifier, null);
        var live = await reads.ReadAsync(node.Address, node.Type, traits, token => provider.ReadAsync(request, token), cancellationToken);
        if (live is null)
        {
            findings.Add(ImportChecks.NotFound(node, identifier));
            return null;
        }

        return new ResourceRecord(node.Address, node.Type)
        {
            Status = RecordStatus.Ready,
            Identifier = live.Identifier,
            Desired = node.Desired,
            Outputs = live.Properties,
            Connection = inputs.Connection,
            Dependencies = GraphInspector.DependenciesOf(node),
            SensitivePaths = inputs.SensitivePaths,
            SensitiveOutputs = [.. traits.SensitiveOutputs.Concat(inputs.SensitivePaths).Distinct(StringComparer.Ordinal)],
            HoldsData = node.HoldsData || traits.HoldsData,
        };
    }
}
