using OptaPS.Diagnostics;
using OptaPS.Engine.Locking;
using OptaPS.Engine.State.Journal;

namespace OptaPS.Engine.State.Local;

/// <summary>Keeps states in a folder of the local disk: per layer an append-only journal, snapshots and a lock.</summary>
public sealed class LocalFolderBackend : IStateBackend
{
    private static readonly TimeSpan RetryEvery = TimeSpan.FromMilliseconds(200);
    private readonly string folder;
    private readonly IStateFiles files;
    private readonly TimeProvider time;

    /// <summary>Keeps states below <paramref name="folder"/>, which is made on first use.</summary>
    /// <param name="folder">A folder of the local disk; locks are not reliable on network folders.</param>
    /// <param name="time">The clock; null for the system's.</param>
    /// <param name="files">Access to files; null for the disk.</param>
    public LocalFolderBackend(string folder, TimeProvider? time = null, IStateFiles? files = null)
    {
        this.folder = Path.GetFullPath(folder);
        this.time = time ?? TimeProvider.System;
        this.files = files ?? new DiskFiles();
    }

    /// <inheritdoc/>
    public string Description => $"folder {folder}";

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> ListLayersAsync(CancellationToken cancellationToken) => Task.Run<IReadOnlyList<string>>(
        () =>
        [
            .. Folders().Where(layer => Folder(layer).Read(out _) is not null),
        ],
        cancellationToken);

    /// <inheritdoc/>
    public Task<StoredLayer?> ReadAsync(string layer, CancellationToken cancellationToken) =>
        Task.Run(() => Guard(() => Folder(layer).Read(out _)), cancellationToken);

    /// <inheritdoc/>
    public Task<LeaseInfo?> ReadLeaseAsync(string layer, CancellationToken cancellationToken) =>
        Task.Run(() => Guard(() => Folder(layer).ReadLease()), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<string, LeaseInfo>> ListLocksAsync(CancellationToken cancellationToken) => Task.Run<IReadOnlyDictionary<string, LeaseInfo>>(
        () => Guard(() => new SortedDictionary<string, LeaseInfo>(
            Folders()
                .Select(layer => (Layer: layer, Folder: Folder(layer)))
                .Select(one => (one.Layer, one.Folder, Lease: one.Folder.ReadLease()))
                .Where(one => one.Lease is { Released: false } || (one.Lease is not null && one.Folder.Read(out _) is not null))
                .ToDictionary(one => one.Layer, one => one.Lease!, StringComparer.Ordinal),
            StringComparer.Ordinal)),
        cancellationToken);

    /// <inheritdoc/>
    public async Task<IStateLease> AcquireAsync(string layer, LeaseRequest request, CancellationToken cancellationToken)
    {
        var wait = new LeaseWait(request, time);
        var layerFolder = Folder(layer);
        while (true)
        {
            if (Guard(() => TryAcquire(layer, layerFolder, request)) is { } lease)
                return lease;
            if (!wait.GoesOn(Guard(layerFolder.ReadLease)))
                throw Refusal(layer, layerFolder);
            await Task.Delay(RetryEvery, time, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public Task<LeaseInfo?> BreakLeaseAsync(string layer, bool force, CancellationToken cancellationToken) => Task.Run(
        () => Guard(() =>
        {
            var layerFolder = Folder(layer);
            if (layerFolder.ReadLease() is not { Released: false } lease)
                return null;
            if (!force && MayBeAlive(layerFolder, lease))
                throw LeaseErrors.Alive(layer, lease);
            layerFolder.WriteLease(lease with { Fence = lease.Fence + 1, Released = true, Expires = time.GetUtcNow() });
            return lease;
        }),
        cancellationToken);

    // A process that stands still keeps the handle, whatever its lease says: nobody can take over before it is gone.
    private OptaException Refusal(string layer, LayerFolder layerFolder) =>
        Guard(layerFolder.ReadLease) is { } lease && (lease.Released || lease.Expires <= time.GetUtcNow()) && MayBeAlive(layerFolder, lease)
            ? LeaseErrors.StillOpen(layer, lease)
            : LeaseErrors.Held(layer, Guard(layerFolder.ReadLease));

    // On this host the operating system knows: the handle of a dead process is free. On another host only the lease's end tells.
    private bool MayBeAlive(LayerFolder layerFolder, LeaseInfo lease)
    {
        using var handle = layerFolder.TryLock();
        return handle is null || (lease.Host != Environment.MachineName && lease.Expires > time.GetUtcNow());
    }

    private LocalLease? TryAcquire(string layer, LayerFolder layerFolder, LeaseRequest request)
    {
        var handle = layerFolder.TryLock();
        if (handle is null)
            return null;
        try
        {
            var now = time.GetUtcNow();
            var last = layerFolder.ReadLease();

            // With the handle in hand a holder on this host is dead. A holder on another host (a network folder) may live until its lease ends.
            if (last is { Released: false } && last.Host != Environment.MachineName && last.Expires > now)
            {
                handle.Dispose();
                return null;
            }

            var stored = layerFolder.Read(out var generation);
            if (stored is not null)
                CutTornTail(layerFolder, stored, generation);
            var info = new LeaseInfo(request.Holder, request.Operation, (last?.Fence ?? 0) + 1, now, now + request.LeaseTime)
            {
                Host = Environment.MachineName,
                ProcessId = Environment.ProcessId,
            };
            layerFolder.WriteLease(info);
            return new LocalLease(layer, layerFolder, handle, info, request.LeaseTime, stored, generation, time);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    private void CutTornTail(LayerFolder layerFolder, StoredLayer stored, int generation)
    {
        JournalFrames.Read(stored.Journal, Description, out var valid);
        var torn = stored.Journal.Length - valid;
        if (torn == 0)
            return;
        using var journal = layerFolder.OpenJournal(generation);
        journal.Truncate(journal.Length - torn);
        journal.Flush();
    }

    /// <summary>Layers of which anything lies here, a state or only a lock.</summary>
    private IEnumerable<string> Folders() => files.ListFolders(folder).Select(LayerName.Decode).OfType<string>().Order(StringComparer.Ordinal);

    private LayerFolder Folder(string layer) => new(files, Path.Combine(folder, LayerName.Encode(layer)));

    private T Guard<T>(Func<T> access)
    {
        try
        {
            return access();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or System.Text.Json.JsonException)
        {
            throw new OptaException(
                new Diagnostic("OPTA2103", Severity.Error, $"The state in {Description} cannot be read or written.")
                {
                    Category = DiagnosticCategory.ResourceUnavailable,
                    Cause = exception.Message,
                    Remedy = "See that the disk has room and that the user who runs OptaPS may read and write the folder; then run the same command again.",
                },
                exception);
        }
    }
}
