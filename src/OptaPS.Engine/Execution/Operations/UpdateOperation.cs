using OptaPS.Engine.Providers;
using OptaPS.Engine.State;
using OptaPS.Engine.State.Journal;

namespace OptaPS.Engine.Execution.Operations;

/// <summary>Changes a resource in place.</summary>
internal sealed class UpdateOperation(RunContext context, IResourceProvider provider, ResourceTraits traits, ResourceRecord record)
    : Operation(context, provider, traits, record)
{
    internal override Task<OperationProgress> SendAsync(CancellationToken cancellationToken)
    {
        var open = Record.Open!;
        var request = new UpdateRequest(Record.Address, Record.Type.Name, Context.Owner, Record.Connection, Record.Identifier!, open.Desired!, Record.Applied, open.Token)
        {
            RecordedOutputs = Record.Outputs,
            Progress = Progress,
            SensitivePaths = open.SensitivePaths,
        };
        return Provider.UpdateAsync(request, cancellationToken);
    }

    internal override async Task<OperationProgress?> VerifyAsync(CancellationToken cancellationToken)
    {
        if (await ReadAsync(cancellationToken) is not { } live)
            return null;
        var open = Record.Open!;
        var request = new PlanRequest(Record.Address, Record.Type.Name, Context.Owner, Record.Connection, open.Desired!, Record.Applied, live)
        {
            RecordedOutputs = Record.Outputs,
            SensitivePaths = open.SensitivePaths,
        };
        var change = await Provider.PlanAsync(request, cancellationToken);
        return change.Action == PlannedAction.None ? OperationProgress.Done(live.Identifier, live.Properties) : null;
    }

    internal override async Task<JournalEntry> CompleteAsync(OperationProgress progress, TimeSpan? elapsed, CancellationToken cancellationToken)
    {
        var outputs = progress.Properties
            ?? (await ReadAsync(cancellationToken))?.Properties
            ?? throw OperationErrors.Incomplete(Record, "The resource does not exist after its update.");
        Record = Record with
        {
            Status = RecordStatus.Ready,
            Identifier = progress.Identifier ?? Record.Identifier,
            Applied = Record.Open!.Desired,
            Outputs = outputs,
            Open = null,
            UpdateTook = elapsed ?? Record.UpdateTook,
        };
        return new DoneEntry(Record);
    }

    private Task<ResourceSnapshot?> ReadAsync(CancellationToken cancellationToken)
    {
        var request = new ReadRequest(Record.Address, Record.Type.Name, Context.Owner, Record.Connection, Record.Identifier!, Record.Applied)
        {
            RecordedOutputs = Record.Outputs,
            SensitivePaths = Record.SensitivePaths,
        };
        return Provider.ReadAsync(request, cancellationToken);
    }
}
