using OptaPS.Diagnostics;
using OptaPS.Engine.Providers;
using OptaPS.Engine.State;

namespace OptaPS.Engine.Execution;

/// <summary>Sets the systems' own locks against deletion for resources that a user protects, and lifts them.</summary>
internal static class DeletionLocks
{
    /// <summary>The resources that have such a lock; all are tried, failures are thrown together.</summary>
    public static async Task<IReadOnlyList<string>> SetAsync(LayerState state, IReadOnlyList<string> addresses, bool locked, ProviderSet providers, TimeProvider time, CancellationToken cancellationToken)
    {
        var done = new List<string>();
        var failures = new List<Diagnostic>();
        foreach (var record in addresses.Select(address => state.Resources[address]).Where(record => record.Identifier is not null))
        {
            if (providers.Of(record.Type, record.Address) is not ILockingProvider provider)
                continue;
            var request = new ReadRequest(record.Address, record.Type.Name, state.Owner!, record.Connection, record.Identifier!, record.Applied);
            try
            {
                // Not a part of the journal: it is repeated with the command, and a new number makes it a call of its own.
                if (await provider.SetDeletionLockAsync(request, locked, $"{state.Lineage}-lock-{time.GetUtcNow().UtcTicks}", cancellationToken))
                    done.Add(record.Address);
            }
            catch (ProviderException exception)
            {
                failures.Add(new Diagnostic("OPTA2414", Severity.Error, $"'{record.Address}' is {(locked ? "protected" : "protected no more")} in the record, but the cloud's own lock against deletion could not be {(locked ? "set" : "lifted")}.")
                {
                    Resource = record.Address,
                    Category = DiagnosticCategory.InvalidOperation,
                    Evidence = [exception.Failure.Diagnostic.ToString()],
                    Remedy = "Run the same command again when the cause is mended.",
                });
            }
        }

        return failures.Count == 0 ? done : throw new OptaException(failures);
    }
}
