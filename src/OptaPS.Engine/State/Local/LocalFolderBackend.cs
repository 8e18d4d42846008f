using OptaPS.Diagnostics;
using OptaPS.Engine.Locking;

namespace OptaPS.Engine.State.Local;

/// <summary>Keeps states in a folder of the local disk: per layer an append-only journal, snapshots and a lock.</summary>
public sealed class LocalFolderBackend : IStateBackend
{
    private readonly string folder;

    /// <summary>Keeps states below <paramref name="folder"/>, which is made on first use.</summary>
    public LocalFolderBackend(string folder, TimeProvider? time = null)
    {
        this.folder = folder;
    }

    /// <inheritdoc/>
    public string Description => $"folder {folder}";

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> ListLayersAsync(CancellationToken cancellationToken) => throw Unavailable();

    /// <inheritdoc/>
    public Task<StoredLayer?> ReadAsync(string layer, CancellationToken cancellationToken) => throw Unavailable();

    /// <inheritdoc/>
    public Task<LeaseInfo?> ReadLeaseAsync(string layer, CancellationToken cancellationToken) => throw Unavailable();

    /// <inheritdoc/>
    public Task<IStateLease> AcquireAsync(string layer, LeaseRequest request, CancellationToken cancellationToken) => throw Unavailable();

    /// <inheritdoc/>
    public Task<LeaseInfo?> BreakLeaseAsync(string layer, CancellationToken cancellationToken) => throw Unavailable();

    private static OptaException Unavailable() =>
        new(new Diagnostic("OPTA2000", Severity.Error, "The engine is being built.") { Category = DiagnosticCategory.NotImplemented });
}
