using OptaPS.Diagnostics;
using OptaPS.Engine.Execution.Operations;
using OptaPS.Engine.Expressions;
using OptaPS.Engine.Json;
using OptaPS.Engine.Planning;
using OptaPS.Engine.Providers;
using OptaPS.Engine.Resources;
using OptaPS.Engine.State;
using OptaPS.Engine.State.Journal;

namespace OptaPS.Engine.Execution;

/// <summary>Carries out what a plan says about one resource of the graph.</summary>
internal sealed class NodeRun
{
    private readonly RunContext context;
    private readonly PlannedResource planned;
    private readonly ResourceNode node;
    private readonly bool createFirst;
    private readonly IResourceProvider provider;
    private readonly ResourceTraits traits;
    private NodeInputs inputs = null!;
    private bool unfinished;

    internal NodeRun(RunContext context, PlannedResource planned, ResourceNode node, bool createFirst)
    {
        this.context = context;
        this.planned = planned;
        this.node = node;
        this.createFirst = createFirst;
        provider = context.Providers.Of(node.Type, node.Address);
        traits = provider.TraitsOf(node.Type.Name);
    }

    private ResourceRecord? Record => context.State.Resources.GetValueOrDefault(node.Address);

    internal async Task<OperationEnd> RunAsync()
    {
        // What the plan leaves out is neither called nor recorded; others read what is recorded of it.
        if (!planned.InScope)
        {
            Publish();
            return new OperationEnd(ResourceOutcome.Unchanged);
        }

        inputs = NodeInputs.Evaluate(node, traits, context.ValueOf);
        if (!inputs.IsKnown)
        {
            return new OperationEnd(ResourceOutcome.Failed, new Diagnostic("OPTA2406", Severity.Error, $"'{node.Address}' needs values of resources that do not exist and are not part of this plan.")
            {
                Resource = node.Address,
                Remedy = "Add the resources that it refers to to the targets, or apply without targets.",
            });
        }

        context.Redactor.AddFrom(inputs.Desired, inputs.SensitivePaths);
        var live = planned.Live;
        var action = planned.Action;
        if (Record?.Open is not null)
        {
            unfinished = Record.Status == RecordStatus.Intended;
            var end = await Settler.SettleAsync(context, provider, traits, Record);

            // However it ended: what counts now is what exists. Only an operation that is still open stops here.
            if (end.Outcome != ResourceOutcome.Done && Record?.Open is not null)
                return end;
            (action, live) = await ReplanAsync(await ReadAsync());
        }
        else if (live is not null && action != PlannedAction.Replace && (planned.HasUnknown || !planned.Exact || !JsonEquality.Equal(inputs.Desired, planned.Desired)))
        {
            (action, live) = await ReplanAsync(live);
        }

        return await ActAsync(action, live);
    }

    private async Task<OperationEnd> ActAsync(PlannedAction action, ResourceSnapshot? live)
    {
        switch (action)
        {
            case PlannedAction.Create:
                return await CreateAsync();
            case PlannedAction.Update:
                return await UpdateAsync(live!);
            case PlannedAction.Replace when planned.Action == PlannedAction.Replace:
                return createFirst ? await CreateBesideAsync() : await CreateAsync();
            case PlannedAction.Replace when Record is { } half && (unfinished || half.Status == RecordStatus.Tainted):
                // Nothing can depend on what was never finished; it is removed here and now.
                var deleted = await DeleteRun.DeleteAsync(context, provider, traits, half);
                return deleted.Outcome == ResourceOutcome.Done ? await CreateAsync() : deleted;
            case PlannedAction.Replace:
                return new OperationEnd(ResourceOutcome.Failed, new Diagnostic("OPTA2405", Severity.Error, $"'{node.Address}' would have to be replaced, which the plan does not say.")
                {
                    Resource = node.Address,
                    Remedy = "Plan again and look at what is to be replaced.",
                });
            case PlannedAction.Forget:
                await context.CommitAsync(new ForgottenEntry(node.Address));
                return new OperationEnd(ResourceOutcome.Done);
            default:
                return await KeepAsync(live, done: action == PlannedAction.Adopt || planned.Action == PlannedAction.Create);
        }
    }

    /// <summary>Compares again now that every value is known.</summary>
    private async Task<(PlannedAction Action, ResourceSnapshot? Live)> ReplanAsync(ResourceSnapshot? live)
    {
        var record = Record;
        if (live is null)
            return (PlannedAction.Create, null);
        if (record?.Status == RecordStatus.Tainted)
            return (PlannedAction.Replace, live);
        var request = new PlanRequest(node.Address, node.Type.Name, context.Owner, inputs.Connection, inputs.Desired, NodePlanner.RecordedDocument(record), live)
        {
            RecordedOutputs = record?.Outputs,
            SensitivePaths = inputs.SensitivePaths,
            ValueSources = node.ValueSources,
        };
        var change = await context.Reads.CompareAsync(node.Address, token => provider.PlanAsync(request, token), context.Hard);
        var action = change.Action == PlannedAction.Create ? PlannedAction.Update : change.Action;
        return (action == PlannedAction.None && planned.Action == PlannedAction.Adopt ? PlannedAction.Adopt : action, live);
    }

    private async Task<ResourceSnapshot?> ReadAsync()
    {
        if (Record is not { Identifier: { } identifier } record)
            return null;
        var request = new ReadRequest(node.Address, node.Type.Name, context.Owner, record.Connection, identifier, record.Applied)
        {
            RecordedOutputs = record.Outputs,
            SensitivePaths = record.SensitivePaths,
        };
        return await context.Reads.ReadAsync(node.Address, node.Type, traits, token => provider.ReadAsync(request, token), context.Hard);
    }

    private async Task<OperationEnd> CreateAsync()
    {
        var record = RecordBuilder.Describe(null, node, inputs, traits) with { Protected = Record?.Protected ?? false };
        record = record with { Open = context.NewOperation(node.Address, PlannedAction.Create).With(inputs.Desired, inputs.SensitivePaths) };
        await context.CommitAsync(new IntentEntry(record));
        return await DriveCreateAsync(record);
    }

    /// <summary>Makes the replacement under the resource's address while the old one waits for its deletion under another one.</summary>
    private async Task<OperationEnd> CreateBesideAsync()
    {
        var open = context.NewOperation(node.Address, PlannedAction.Create).With(inputs.Desired, inputs.SensitivePaths);
        var record = RecordBuilder.Describe(null, node, inputs, traits) with { Open = open };
        var old = Record!;
        await context.CommitAsync(
            new DoneEntry(old with { Address = $"{node.Address}#{open.Attempt}", ReplacedAt = node.Address }),
            new IntentEntry(record));
        return await DriveCreateAsync(record);
    }

    private async Task<OperationEnd> DriveCreateAsync(ResourceRecord record)
    {
        var end = await new OperationDriver(context, new CreateOperation(context, provider, traits, record)).RunAsync(verifyFirst: false);
        if (end.Outcome != ResourceOutcome.Done)
            return end;
        if (end.Found)
        {
            // What was found may be an earlier attempt's and differ from what is wanted now.
            var live = new ResourceSnapshot(Record!.Identifier!, Record.Outputs!);
            var (action, _) = await ReplanAsync(live);
            if (action is PlannedAction.Update or PlannedAction.Replace)
                return await ActAsync(action, live);
        }

        Publish();
        return end;
    }

    private async Task<OperationEnd> UpdateAsync(ResourceSnapshot live)
    {
        var before = Record;
        var record = RecordBuilder.Describe(before, node, inputs, traits) with
        {
            Identifier = live.Identifier,
            Status = before?.Status ?? RecordStatus.Ready,
            Outputs = before?.Outputs ?? live.Properties,
            Open = context.NewOperation(node.Address, PlannedAction.Update).With(inputs.Desired, inputs.SensitivePaths),
        };
        await context.CommitAsync(new IntentEntry(record));
        var end = await new OperationDriver(context, new UpdateOperation(context, provider, traits, record)).RunAsync(verifyFirst: false);
        if (end.Outcome == ResourceOutcome.Done)
            Publish();
        return end;
    }

    /// <summary>Nothing is changed outside; the record takes what is new.</summary>
    private async Task<OperationEnd> KeepAsync(ResourceSnapshot? live, bool done)
    {
        var record = Record;
        if (live is not null)
        {
            var next = RecordBuilder.Describe(record, node, inputs, traits) with
            {
                Status = RecordStatus.Ready,
                Identifier = live.Identifier,
                Applied = context.Plan.Options.RefreshOnly ? record?.Applied : inputs.Desired,
                Outputs = live.Properties,
                Open = null,
            };
            if (planned.Refusal is not null || context.Plan.Options.RefreshOnly)
                next = record! with { Outputs = live.Properties, Identifier = live.Identifier };
            if (record is null || !RecordBuilder.Same(record, next))
                await context.CommitAsync(new DoneEntry(next));
        }

        Publish();
        return new OperationEnd(done ? ResourceOutcome.Done : ResourceOutcome.Unchanged);
    }

    private void Publish()
    {
        var record = Record;
        if (record is null)
            return;
        context.Redactor.AddFrom(record.Outputs, record.SensitiveOutputs);
        context.Values[node.Address] = record.Outputs is null
            ? NodeValue.Unknown
            : new NodeValue(record.Outputs, record.Identifier) { Sensitive = record.SensitiveOutputs };
    }
}
