using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using OptaPS.Diagnostics;
using OptaPS.Engine.Dag;
using OptaPS.Engine.Events;
using OptaPS.Engine.Expressions;
using OptaPS.Engine.Graphs;
using OptaPS.Engine.Json;
using OptaPS.Engine.Planning.Moves;
using OptaPS.Engine.Providers;
using OptaPS.Engine.Redaction;
using OptaPS.Engine.Resources;
using OptaPS.Engine.State;

namespace OptaPS.Engine.Planning;

/// <summary>Compares a graph with the recorded and the live state.</summary>
internal sealed class Planner(ProviderSet providers, ReadGate reads, LayerEngineOptions settings)
{
    internal async Task<Plan> PlanAsync(ResourceGraph graph, LayerState? recorded, PlanOptions options, IProgress<EngineEvent>? sink, CancellationToken cancellationToken)
    {
        var findings = GraphValidator.Validate(graph, providers, out var dependencies);
        if (findings.Any(finding => finding.Severity == Severity.Error))
            throw new OptaException([.. findings.Where(finding => finding.Severity == Severity.Error)]);

        var (state, moves) = RecordMoves.Apply(recorded ?? new LayerState(graph.Layer, ""), graph, options.Moves, providers);
        var inGraph = new HashSet<string>(graph.Resources.Select(node => node.Address), StringComparer.Ordinal);
        var orphans = AddOrphans(state, inGraph, dependencies);
        var redactor = new Redactor();
        var context = new PlanContext
        {
            Graph = graph,
            Dependencies = dependencies,
            State = state,
            Options = options,
            Providers = providers,
            Redactor = redactor,
            Reads = reads,
            Events = new EventReporter(graph.Layer, sink, redactor, settings.Time) { Total = inGraph.Count + orphans.Count },
            Durations = new DurationBook(state),
            Scope = PlanScope.Of(dependencies, options),
        };
        foreach (var record in state.Resources.Values)
        {
            redactor.AddFrom(record.Applied, record.SensitivePaths);
            redactor.AddFrom(record.Outputs, record.SensitiveOutputs);
        }

        await RefreshStep.RunAsync(context, cancellationToken);
        foreach (var orphan in orphans)
        {
            context.Planned[orphan.Address] = OrphanPlanner.Plan(orphan, context);
            context.Values[orphan.Address] = NodePlanner.RecordedValue(orphan);
        }

        var lookups = await PlanNodesAsync(context, cancellationToken);
        ProtectionSpread.Apply(context);
        var resources = dependencies.Order().Where(context.Planned.ContainsKey).Select(address => Redacted(WithMove(context.Planned[address], moves), redactor)).ToList();
        foreach (var resource in resources)
            context.Events.Report(EngineEventKind.Planned, resource.Address, resource.Type, resource.Action, resource.Reasons.Count > 0 ? resource.Reasons[0] : null);
        return new Plan(graph.Layer)
        {
            Resources = resources,
            Lookups = lookups,
            Summary = PlanSummarizer.Summarize(resources, dependencies),
            Warnings = [.. findings, .. resources.SelectMany(resource => resource.Warnings).Select(redactor.Apply), .. resources.Select(resource => resource.Refusal).OfType<Diagnostic>().Where(refusal => refusal.Severity == Severity.Warning)],
            Options = options,
            CreatedAt = settings.Time.GetUtcNow(),
            StateVersion = recorded?.Version ?? 0,
            ChangedOutputs = options.Destroy ? [] : ChangedOutputs(context),
            Graph = graph,
            Moves = moves,
            Fingerprint = Fingerprint(resources),
        };
    }

    private static List<ResourceRecord> AddOrphans(LayerState state, HashSet<string> inGraph, DirectedGraph dependencies)
    {
        var orphans = state.Resources.Values.Where(record => !inGraph.Contains(record.Address)).OrderBy(record => record.Address, StringComparer.Ordinal).ToList();
        foreach (var orphan in orphans)
            dependencies.Add(orphan.Address);
        foreach (var orphan in orphans)
        {
            foreach (var need in orphan.Dependencies.Where(dependencies.Contains))
                dependencies.TryAddEdge(orphan.Address, need);
        }

        return orphans;
    }

    /// <summary>Answers lookups and plans resources, each as soon as what it refers to is known.</summary>
    private static async Task<IReadOnlyList<PlannedLookup>> PlanNodesAsync(PlanContext context, CancellationToken cancellationToken)
    {
        var lookups = new ConcurrentDictionary<string, PlannedLookup>(StringComparer.Ordinal);
        var failures = new ConcurrentQueue<Exception>();
        var lookupNodes = context.Graph.Lookups.ToDictionary(node => node.Address, StringComparer.Ordinal);
        var nodes = context.Graph.Resources.ToDictionary(node => node.Address, StringComparer.Ordinal);
        await WorkScheduler.RunAsync(context.Dependencies, _ => 0, RunAsync, (_, _) => { });
        cancellationToken.ThrowIfCancellationRequested();
        if (!failures.IsEmpty)
            throw PlanFailure.Of([.. failures]);
        return [.. context.Graph.Lookups.Select(node => lookups[node.Address])];

        async Task<bool> RunAsync(string address)
        {
            try
            {
                cancellationToken.ThrowIfCancellationRequested();

                // Off the scheduler's path: comparing, or rendering a chart, takes a while.
                await Task.Yield();
                if (lookupNodes.TryGetValue(address, out var lookup))
                    lookups[address] = await LookupStep.RunAsync(lookup, context, cancellationToken);
                else if (nodes.TryGetValue(address, out var node))
                    context.Planned[address] = await NodePlanner.PlanAsync(node, context, cancellationToken);
                return true;
            }
            catch (Exception exception)
            {
                failures.Enqueue(exception);
                return false;
            }
        }
    }

    private static PlannedResource WithMove(PlannedResource planned, IReadOnlyDictionary<string, string> moves) =>
        moves.TryGetValue(planned.Address, out var from)
            ? planned with { Action = planned.Action == PlannedAction.None ? PlannedAction.Adopt : planned.Action, Reasons = [$"it was called {from}", .. planned.Reasons] }
            : planned;

    // Not before every resource is planned: which of the graph's secrets are known earlier depends on the order of the answers, and a saved plan
    // is compared by what it shows.
    private static PlannedResource Redacted(PlannedResource planned, Redactor redactor) => planned with
    {
        Reasons = [.. planned.Reasons.Select(redactor.Apply)],
        Properties = Redacted(planned.Properties, redactor),
        Children = [.. planned.Children.Select(child => child with { Properties = Redacted(child.Properties, redactor) })],
    };

    private static IReadOnlyList<PropertyChange> Redacted(IReadOnlyList<PropertyChange> changes, Redactor redactor) =>
        [.. changes.Select(change => change with { Before = redactor.Apply(change.Before), After = redactor.Apply(change.After) })];

    private static IReadOnlyList<string> ChangedOutputs(PlanContext context) =>
    [
        .. context.Graph.Outputs
            .Where(output =>
            {
                var value = ExpressionEvaluator.Evaluate(output.Value, context.ValueOf, $"output {output.Key}");
                return !value.IsKnown || !context.State.Outputs.TryGetValue(output.Key, out var recorded) || !JsonEquality.Equal(value.Value, recorded);
            })
            .Select(output => output.Key)
            .Concat(context.State.Outputs.Keys.Where(name => !context.Graph.Outputs.ContainsKey(name)))
            .Order(StringComparer.Ordinal),
    ];

    private static string Fingerprint(IReadOnlyList<PlannedResource> resources)
    {
        var lines = new JsonArray([.. resources.Where(resource => resource.Action != PlannedAction.None).Select(resource => new JsonObject
        {
            ["address"] = resource.Address,
            ["type"] = resource.Type.ToString(),
            ["action"] = resource.Action.ToString(),
            ["desired"] = resource.Desired?.DeepClone(),
            ["changes"] = JsonSerializer.SerializeToNode(resource.Properties, StateJson.Options),
            ["children"] = JsonSerializer.SerializeToNode(resource.Children, StateJson.Options),
        })]);
        return Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(lines.ToJsonString())));
    }
}
