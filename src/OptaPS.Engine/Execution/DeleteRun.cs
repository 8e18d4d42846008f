using OptaPS.Engine.Execution.Operations;
using OptaPS.Engine.Providers;
using OptaPS.Engine.State;
using OptaPS.Engine.State.Journal;

namespace OptaPS.Engine.Execution;

/// <summary>Deletes what a record stands for. Needs no graph.</summary>
internal static class DeleteRun
{
    /// <summary>Settles what is open, deletes, and drops the record.</summary>
    internal static async Task<OperationEnd> RunAsync(RunContext context, string address)
    {
        if (context.State.Resources.GetValueOrDefault(address) is not { } record)
            return new OperationEnd(ResourceOutcome.Done);
        var provider = context.Providers.Of(record.Type, address);
        var traits = provider.TraitsOf(record.Type.Name);
        if (record.Open is { Action: not PlannedAction.Delete } open && (open.Handle is not null || open.Action == PlannedAction.Create))
        {
            // Whatever way it ends: what exists then is deleted. Only a create that cannot be looked up yet stops here.
            var end = await SettleForDeletionAsync(context, provider, traits, record);
            if (end.Outcome != ResourceOutcome.Done && context.State.Resources.GetValueOrDefault(address) is { Identifier: null } or { Open.Handle: not null })
                return end;
            if (context.State.Resources.GetValueOrDefault(address) is not { } settled)
                return new OperationEnd(ResourceOutcome.Done);
            record = settled;
        }

        return await DeleteAsync(context, provider, traits, record);
    }

    /// <summary>Deletes a settled resource.</summary>
    internal static async Task<OperationEnd> DeleteAsync(RunContext context, IResourceProvider provider, ResourceTraits traits, ResourceRecord record)
    {
        if (record.Identifier is null)
        {
            await context.CommitAsync(new ForgottenEntry(record.Address));
            return new OperationEnd(ResourceOutcome.Done);
        }

        var resumed = record.Open is { Action: PlannedAction.Delete };
        if (!resumed)
        {
            record = record with { Open = context.NewOperation(record.Address, PlannedAction.Delete) };
            await context.CommitAsync(new IntentEntry(record));
        }

        return await new OperationDriver(context, new DeleteOperation(context, provider, traits, record)).RunAsync(verifyFirst: resumed);
    }

    private static async Task<OperationEnd> SettleForDeletionAsync(RunContext context, IResourceProvider provider, ResourceTraits traits, ResourceRecord record)
    {
        if (record.Open!.Handle is not null)
            return await Settler.SettleAsync(context, provider, traits, record);

        // A create without a handle: look for it, but do not send it again only to delete it.
        var request = new CreateRequest(record.Address, record.Type.Name, context.Owner, record.Connection, record.Open.Desired!, record.Open.Token) { SensitivePaths = record.Open.SensitivePaths };
        var found = await context.Reads.ReadAsync(record.Address, record.Type, traits, token => provider.FindAsync(request, token), context.Hard);
        await context.CommitAsync(found is null
            ? new ForgottenEntry(record.Address)
            : new DoneEntry(record with { Status = RecordStatus.Ready, Identifier = found.Identifier, Applied = record.Open.Desired, Outputs = found.Properties }));
        return new OperationEnd(ResourceOutcome.Done);
    }
}
