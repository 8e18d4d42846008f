using OptaPS.Engine.Providers;
using OptaPS.Engine.State;
using OptaPS.Engine.State.Journal;

namespace OptaPS.Engine.Execution.Operations;

/// <summary>Makes a resource.</summary>
internal sealed class CreateOperation(RunContext context, IResourceProvider provider, ResourceTraits traits, ResourceRecord record)
    : Operation(context, provider, traits, record)
{
    internal override Task<OperationProgress> SendAsync(CancellationToken cancellationToken) => Provider.CreateAsync(Request(), cancellationToken);

    internal override async Task<OperationProgress?> VerifyAsync(CancellationToken cancellationToken) =>
        await Provider.FindAsync(Request(), cancellationToken) switch
        {
            null => null,
            { PendingHandle: { } handle } half => OperationProgress.Pending(handle, half.Identifier, TimeSpan.Zero),
            { } found => OperationProgress.Done(found.Identifier, found.Properties),
        };

    internal override async Task<JournalEntry> CompleteAsync(OperationProgress progress, TimeSpan? elapsed, CancellationToken cancellationToken)
    {
        var identifier = progress.Identifier ?? Record.Identifier ?? throw Unanswered("identifier");
        var desired = Record.Open!.Desired!;
        var outputs = progress.Properties;
        if (outputs is null)
        {
            var request = new ReadRequest(Record.Address, Record.Type.Name, Context.Owner, Record.Connection, identifier, desired) { SensitivePaths = Record.Open.SensitivePaths };
            outputs = (await Provider.ReadAsync(request, cancellationToken))?.Properties ?? throw Unanswered("resource");
        }

        Record = Record with
        {
            Status = RecordStatus.Ready,
            Identifier = identifier,
            Applied = desired,
            Outputs = outputs,
            Open = null,
            CreateTook = elapsed ?? Record.CreateTook,
        };
        return new DoneEntry(Record);
    }

    private CreateRequest Request()
    {
        var open = Record.Open!;
        return new CreateRequest(Record.Address, Record.Type.Name, Context.Owner, Record.Connection, open.Desired!, open.Token)
        {
            Progress = Progress,
            SensitivePaths = open.SensitivePaths,
        };
    }

    private ProviderException Unanswered(string what) => OperationErrors.Incomplete(Record, $"The provider reported a finished create without the {what}.");
}
