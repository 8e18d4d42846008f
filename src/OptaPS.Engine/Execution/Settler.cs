using OptaPS.Engine.Execution.Operations;
using OptaPS.Engine.Providers;
using OptaPS.Engine.State;

namespace OptaPS.Engine.Execution;

/// <summary>Brings operations to an end that an earlier run left open, before anything else is done with their resources.</summary>
internal static class Settler
{
    /// <summary>
    /// Settles the open operation of a record: waits for its end or finds out whether it had its effect. Nothing is sent again except a create
    /// whose token still makes that harmless. Unless it is still open, the record in the state has no open operation afterwards.
    /// </summary>
    internal static async Task<OperationEnd> SettleAsync(RunContext context, IResourceProvider provider, ResourceTraits traits, ResourceRecord record)
    {
        var open = record.Open!;
        Operation operation = open.Action switch
        {
            PlannedAction.Create => new CreateOperation(context, provider, traits, record),
            PlannedAction.Delete => new DeleteOperation(context, provider, traits, record),
            _ => new UpdateOperation(context, provider, traits, record),
        };
        return await new OperationDriver(context, operation).RunAsync(verifyFirst: true, settle: true);
    }
}
