using OptaPS.Engine.Providers;
using OptaPS.Engine.State;
using OptaPS.Engine.State.Journal;

namespace OptaPS.Engine.Execution.Operations;

/// <summary>A create, update or delete on its way: how it is sent, polled, verified and recorded.</summary>
internal abstract class Operation(RunContext context, IResourceProvider provider, ResourceTraits traits, ResourceRecord record)
{
    internal ResourceTraits Traits => traits;

    /// <summary>The record with the open operation.</summary>
    internal ResourceRecord Record { get; set; } = record;

    internal PlannedAction Action => Record.Open!.Action;

    protected RunContext Context => context;

    protected IResourceProvider Provider => provider;

    protected IProgress<string> Progress => new ProgressRelay(message => context.Events.Report(Events.EngineEventKind.Progress, Record.Address, Record.Type, Action, message));

    /// <summary>Sends the operation with its token.</summary>
    internal abstract Task<OperationProgress> SendAsync(CancellationToken cancellationToken);

    /// <summary>Finds out whether an operation whose answer was lost had its effect: done, or null when it certainly had none.</summary>
    internal abstract Task<OperationProgress?> VerifyAsync(CancellationToken cancellationToken);

    /// <summary>The entry that records the end.</summary>
    internal abstract Task<JournalEntry> CompleteAsync(OperationProgress progress, TimeSpan? elapsed, CancellationToken cancellationToken);

    internal Task<OperationProgress> PollAsync(CancellationToken cancellationToken)
    {
        var open = Record.Open!;
        var request = new PollRequest(Record.Address, Record.Type.Name, context.Owner, Record.Connection, open.Handle!, Record.Identifier, open.Desired)
        {
            Progress = Progress,
            SensitivePaths = open.SensitivePaths,
        };
        return provider.PollAsync(request, cancellationToken);
    }

    /// <summary>Takes a new token for the next attempt, durably.</summary>
    internal Task RenewTokenAsync()
    {
        var next = context.NewOperation(Record.Address, Action) with { Desired = Record.Open!.Desired, SensitivePaths = Record.Open.SensitivePaths };
        Record = Record with { Open = next };
        return context.CommitAsync(new IntentEntry(Record));
    }
}
