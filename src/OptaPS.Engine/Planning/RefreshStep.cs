using System.Collections.Concurrent;
using OptaPS.Diagnostics;
using OptaPS.Engine.Providers;
using OptaPS.Engine.Resources;
using OptaPS.Engine.State;

namespace OptaPS.Engine.Planning;

/// <summary>Reads the live state of everything that is recorded, in parallel: by list calls where a system's lists give whole resources.</summary>
internal static class RefreshStep
{
    /// <summary>From so many resources of one type and connection on a list is asked for.</summary>
    private const int FewestForList = 2;

    internal static async Task RunAsync(PlanContext context, CancellationToken cancellationToken)
    {
        var failures = new ConcurrentDictionary<string, OptaException>(StringComparer.Ordinal);
        var recorded = context.State.Resources.Values.Where(record => context.Scope.Contains(record.Address)).OrderBy(record => record.Address, StringComparer.Ordinal).ToList();
        var groups = recorded.Where(record => record.Identifier is not null && context.Providers.Of(record.Type, record.Address) is IListingProvider)
            .GroupBy(record => (record.Type, record.Connection?.ToJsonString()))
            .Where(group => group.Count() >= FewestForList)
            .Select(group => group.ToList())
            .ToList();
        var grouped = groups.SelectMany(group => group).Select(record => record.Address).ToHashSet(StringComparer.Ordinal);
        await Task.WhenAll(
        [
            .. groups.Select(group => ReadGroupAsync(group, context, failures, cancellationToken)),
            .. recorded.Where(record => !grouped.Contains(record.Address)).Select(record => ReadOneAsync(record, context, failures, cancellationToken)),
        ]);

        foreach (var (address, exception) in failures.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            // What lives inside something that is gone (an object in a deleted cluster) is gone too and cannot be asked.
            if (!LostHost.IsLost(context.State.Resources[address], context))
                throw exception;
            context.Live[address] = null;
        }
    }

    private static async Task ReadGroupAsync(List<ResourceRecord> group, PlanContext context, ConcurrentDictionary<string, OptaException> failures, CancellationToken cancellationToken)
    {
        var first = group[0];
        var provider = (IListingProvider)context.Providers.Of(first.Type, first.Address);
        IReadOnlyDictionary<string, ResourceSnapshot?> found;
        try
        {
            var requests = group.Select(record => Request(record, context)).ToList();
            found = await context.Reads.ReadAsync(first.Address, first.Type, provider.TraitsOf(first.Type.Name), token => provider.ReadManyAsync(requests, token), cancellationToken);
        }
        catch (OptaException exception)
        {
            foreach (var record in group)
                failures[record.Address] = exception;
            return;
        }

        foreach (var (address, snapshot) in found)
            context.Live[address] = snapshot;
        await Task.WhenAll(group.Where(record => !found.ContainsKey(record.Address)).Select(record => ReadOneAsync(record, context, failures, cancellationToken)));
    }

    private static async Task ReadOneAsync(ResourceRecord record, PlanContext context, ConcurrentDictionary<string, OptaException> failures, CancellationToken cancellationToken)
    {
        try
        {
            if (await ReadAsync(record, context, cancellationToken) is { } read)
                context.Live[record.Address] = read.Snapshot;
        }
        catch (OptaException exception)
        {
            failures[record.Address] = exception;
        }
    }

    private static ReadRequest Request(ResourceRecord record, PlanContext context) =>
        new(record.Address, record.Type.Name, context.State.Owner ?? context.Graph.Owner, record.Connection, record.Identifier!, record.Applied)
        {
            RecordedOutputs = record.Outputs,
            SensitivePaths = record.SensitivePaths,
        };

    private static async Task<ReadResult?> ReadAsync(ResourceRecord record, PlanContext context, CancellationToken cancellationToken)
    {
        var provider = context.Providers.Of(record.Type, record.Address);
        var traits = provider.TraitsOf(record.Type.Name);
        var owner = context.State.Owner ?? context.Graph.Owner;
        if (record.Identifier is not null)
        {
            var request = Request(record, context);
            return new ReadResult(await context.Reads.ReadAsync(record.Address, record.Type, traits, token => provider.ReadAsync(request, token), cancellationToken));
        }

        // The answer to the create was lost: what it may have made is looked for.
        if (record.Open is { Handle: null, Desired: { } desired } open)
        {
            var request = new CreateRequest(record.Address, record.Type.Name, owner, record.Connection, desired, open.Token) { SensitivePaths = open.SensitivePaths };
            return new ReadResult(await context.Reads.ReadAsync(record.Address, record.Type, traits, token => provider.FindAsync(request, token), cancellationToken));
        }

        return null;
    }

    private sealed record ReadResult(ResourceSnapshot? Snapshot);
}
