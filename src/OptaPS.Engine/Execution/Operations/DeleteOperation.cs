using OptaPS.Engine.Providers;
using OptaPS.Engine.State;
using OptaPS.Engine.State.Journal;

namespace OptaPS.Engine.Execution.Operations;

/// <summary>Removes a resource.</summary>
internal sealed class DeleteOperation(RunContext context, IResourceProvider provider, ResourceTraits traits, ResourceRecord record)
    : Operation(context, provider, traits, record)
{
    internal override Task<OperationProgress> SendAsync(CancellationToken cancellationToken)
    {
        var request = new DeleteRequest(Record.Address, Record.Type.Name, Context.Owner, Record.Connection, Record.Identifier!, Record.Applied, Record.Open!.Token)
        {
            Progress = Progress,
            SensitivePaths = Record.SensitivePaths,
        };
        return Provider.DeleteAsync(request, cancellationToken);
    }

    internal override async Task<OperationProgress?> VerifyAsync(CancellationToken cancellationToken)
    {
        var request = new ReadRequest(Record.Address, Record.Type.Name, Context.Owner, Record.Connection, Record.Identifier!, Record.Applied)
        {
            RecordedOutputs = Record.Outputs,
            SensitivePaths = Record.SensitivePaths,
        };
        return await Provider.ReadAsync(request, cancellationToken) is null ? OperationProgress.Gone : null;
    }

    internal override Task<JournalEntry> CompleteAsync(OperationProgress progress, TimeSpan? elapsed, CancellationToken cancellationToken) =>
        Task.FromResult<JournalEntry>(new ForgottenEntry(Record.Address) { Took = elapsed });
}
