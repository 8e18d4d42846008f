using System.Text.Json.Nodes;
using OptaPS.Engine.Expressions;
using OptaPS.Engine.Graphs;
using OptaPS.Engine.Json;
using OptaPS.Engine.Providers;
using OptaPS.Engine.Resources;
using OptaPS.Engine.State;

namespace OptaPS.Engine.Planning;

/// <summary>Plans one resource of the graph, whose dependencies are planned already.</summary>
internal static class NodePlanner
{
    internal static async Task<PlannedResource> PlanAsync(ResourceNode node, PlanContext context, CancellationToken cancellationToken)
    {
        var provider = context.Providers.Of(node.Type, node.Address);
        var traits = provider.TraitsOf(node.Type.Name);
        var record = context.State.Resources.GetValueOrDefault(node.Address);
        var live = context.Live.GetValueOrDefault(node.Address);
        var inputs = NodeInputs.Evaluate(node, traits, context.ValueOf);
        context.Redactor.AddFrom(inputs.Desired, inputs.SensitivePaths);

        if (!context.Scope.Contains(node.Address))
        {
            context.Values[node.Address] = RecordedValue(record);
            return Base(node, PlannedAction.None) with { InScope = false, Reasons = ["not part of this plan"], Identifier = record?.Identifier, Desired = inputs.Desired };
        }

        var request = new PlanRequest(node.Address, node.Type.Name, context.Graph.Owner, inputs.Connection, inputs.Desired, RecordedDocument(record), live)
        {
            RecordedOutputs = record?.Outputs,
            SensitivePaths = inputs.SensitivePaths,
            ValueSources = node.ValueSources,
        };
        var change = await context.Reads.CompareAsync(node.Address, token => provider.PlanAsync(request, token), cancellationToken);
        change = PlanVerdict.Decide(change, node, record, live, context);
        var planned = Base(node, change.Action) with
        {
            Risk = change.Risk ?? PlanVerdict.RiskOf(change.Action, node.HoldsData || traits.HoldsData || record?.HoldsData == true),
            Reasons = change.Reasons,
            Properties = change.Properties,
            Children = change.Children,
            Exact = change.Exact && inputs.IsKnown,
            Identifier = live?.Identifier ?? record?.Identifier,
            DependsOn = GraphInspector.DependenciesOf(node),
            EstimatedDuration = context.Durations.Of(change.Action, node.Type, traits, record),
            ValueSources = node.ValueSources,
            Desired = inputs.Desired,
            Live = live,
            HasUnknown = !inputs.IsKnown,
            IsUnderWay = record?.Open is not null,
            Warnings = change.Warnings,
        };
        planned = PlanVerdict.Guard(planned, record, context.Options);
        if (context.Options.RefreshOnly)
            planned = PlanVerdict.RefreshOnly(planned, record);
        context.Values[node.Address] = ValueAfter(planned, inputs, traits, record);
        return planned;
    }

    /// <summary>What other nodes may read of a resource that this run does not touch.</summary>
    internal static NodeValue RecordedValue(ResourceRecord? record) => record?.Outputs is null
        ? NodeValue.Unknown
        : new NodeValue(record.Outputs, record.Identifier) { Sensitive = record.SensitiveOutputs };

    /// <summary>The document to compare with: as last applied, or as a create whose answer was lost has sent it.</summary>
    internal static JsonObject? RecordedDocument(ResourceRecord? record) => record is null ? null : record.Applied ?? record.Open?.Desired;

    private static PlannedResource Base(ResourceNode node, PlannedAction action) => new(node.Address, node.Type, action);

    private static NodeValue ValueAfter(PlannedResource planned, NodeInputs inputs, ResourceTraits traits, ResourceRecord? record)
    {
        IReadOnlyList<string> sensitive = [.. traits.SensitiveOutputs, .. inputs.SensitivePaths];
        switch (planned.Action)
        {
            case PlannedAction.None or PlannedAction.Adopt or PlannedAction.Forget:
                var outputs = planned.Live?.Properties ?? record?.Outputs;
                return outputs is null ? NodeValue.Unknown with { Sensitive = sensitive } : new NodeValue(outputs, planned.Identifier) { Sensitive = sensitive };
            case PlannedAction.Update:
                return new NodeValue(After(planned), planned.Identifier) { Sensitive = sensitive, MayGrow = true };
            default:
                return NodeValue.Unknown with { Sensitive = sensitive };
        }
    }

    /// <summary>The live document with the wanted values of the changed properties over it.</summary>
    private static JsonObject After(PlannedResource planned)
    {
        var after = (JsonObject)(planned.Live?.Properties.DeepClone() ?? new JsonObject());
        foreach (var top in planned.Properties.Select(change => JsonPointer.Split(change.Path)).Where(tokens => tokens.Length > 0).Select(tokens => tokens[0]).Distinct(StringComparer.Ordinal))
        {
            if (planned.Desired!.TryGetPropertyValue(top, out var wanted))
                after[top] = wanted?.DeepClone();
        }

        return after;
    }
}
