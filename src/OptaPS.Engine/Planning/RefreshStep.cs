using OptaPS.Diagnostics;
using OptaPS.Engine.Providers;
using OptaPS.Engine.Resources;
using OptaPS.Engine.State;

namespace OptaPS.Engine.Planning;

/// <summary>Reads the live state of everything that is recorded, in parallel.</summary>
internal static class RefreshStep
{
    internal static async Task RunAsync(PlanContext context, CancellationToken cancellationToken)
    {
        var failures = new Dictionary<string, OptaException>(StringComparer.Ordinal);
        var gate = new Lock();
        await Task.WhenAll(context.State.Resources.Values.Where(record => context.Scope.Contains(record.Address)).Select(async record =>
        {
            try
            {
                if (await ReadAsync(record, context, cancellationToken) is { } read)
                    context.Live[record.Address] = read.Snapshot;
            }
            catch (OptaException exception)
            {
                lock (gate)
                    failures[record.Address] = exception;
            }
        }));

        foreach (var (address, exception) in failures.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            // What lives inside something that is gone (an object in a deleted cluster) is gone too and cannot be asked.
            if (!NeedsSomethingGone(address, context))
                throw exception;
            context.Live[address] = null;
        }
    }

    private static async Task<ReadResult?> ReadAsync(ResourceRecord record, PlanContext context, CancellationToken cancellationToken)
    {
        var provider = context.Providers.Of(record.Type, record.Address);
        var traits = provider.TraitsOf(record.Type.Name);
        var owner = context.State.Owner ?? context.Graph.Owner;
        if (record.Identifier is { } identifier)
        {
            var request = new ReadRequest(record.Address, record.Type.Name, owner, record.Connection, identifier, record.Applied)
            {
                RecordedOutputs = record.Outputs,
                SensitivePaths = record.SensitivePaths,
            };
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

    private static bool NeedsSomethingGone(string address, PlanContext context)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>([address]);
        while (open.TryPop(out var current))
        {
            if (!context.State.Resources.TryGetValue(current, out var record))
                continue;
            foreach (var need in record.Dependencies.Where(seen.Add))
            {
                if (context.Live.TryGetValue(need, out var live) && live is null)
                    return true;
                open.Push(need);
            }
        }

        return false;
    }

    private sealed record ReadResult(ResourceSnapshot? Snapshot);
}
