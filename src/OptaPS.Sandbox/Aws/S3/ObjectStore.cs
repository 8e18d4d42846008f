using System.Security.Cryptography;
using System.Text.Json;
using OptaPS.Sandbox.Persistence;

namespace OptaPS.Sandbox.Aws.S3;

/// <summary>Objects of all buckets: contents in files, the list of versions (newest first) in the world's journal.</summary>
internal sealed class ObjectStore
{
    private const string Collection = "s3-objects";
    private readonly Lock _gate = new();
    private readonly WorldStore _store;
    private readonly string _folder;

    public ObjectStore(WorldStore store, string dataFolder)
    {
        _store = store;
        _folder = Path.Combine(dataFolder, "s3");
        Directory.CreateDirectory(_folder);
    }

    /// <summary>The newest version, or null when there is none or it is a delete marker.</summary>
    public StoredVersion? Newest(string bucket, string key) => Versions(bucket, key) is [{ DeleteMarker: false } newest, ..] ? newest : null;

    public IReadOnlyList<StoredVersion> Versions(string bucket, string key) =>
        _store.Get(Collection, Key(bucket, key)) is { } json ? JsonSerializer.Deserialize<List<StoredVersion>>(json)! : [];

    /// <summary>Keys of a bucket with their versions, in the order of their UTF-8 bytes.</summary>
    public IReadOnlyList<KeyValuePair<string, IReadOnlyList<StoredVersion>>> All(string bucket) =>
    [
        .. _store.All(Collection).Where(o => o.Key.StartsWith(bucket + "\n", StringComparison.Ordinal))
            .Select(o => KeyValuePair.Create(o.Key[(bucket.Length + 1)..], (IReadOnlyList<StoredVersion>)JsonSerializer.Deserialize<List<StoredVersion>>(o.Value)!))
    ];

    public FileStream Open(StoredVersion version) => OpenFile(version.File);

    public FileStream OpenFile(string file) => new(Path.Combine(_folder, file), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);

    /// <summary>Writes a file of the store and gives its name; on disk when the task completes.</summary>
    public async Task<string> WriteAsync(Func<Stream, CancellationToken, ValueTask> write, CancellationToken ct)
    {
        var file = Guid.NewGuid().ToString("N");
        await using var target = new FileStream(Path.Combine(_folder, file), FileMode.CreateNew, FileAccess.Write);
        await write(target, ct);
        target.Flush(flushToDisk: true);
        return file;
    }

    public void Discard(string file) => File.Delete(Path.Combine(_folder, file));

    /// <summary>Removes files that nothing names: what was being written when the sandbox was killed.</summary>
    public void RemoveOrphans(IEnumerable<string> alsoNamed)
    {
        var named = _store.All(Collection).SelectMany(o => JsonSerializer.Deserialize<List<StoredVersion>>(o.Value)!).Select(v => v.File).Concat(alsoNamed).ToHashSet(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(_folder).Where(f => !named.Contains(Path.GetFileName(f))))
        {
            File.Delete(file);
        }
    }

    /// <summary>Runs while no object changes.</summary>
    public void WhileStill(Action<string> action)
    {
        lock (_gate)
        {
            action(_folder);
        }
    }

    /// <summary>Stores a version when the condition on the newest one holds; null when it does not.</summary>
    public async Task<StoredVersion?> PutAsync(
        string bucket, string key, Func<Stream, CancellationToken, ValueTask> write, StoredVersion draft, bool versioned, Func<StoredVersion?, bool> condition, CancellationToken ct)
    {
        var file = await WriteAsync(write, ct);
        var version = draft with { Id = versioned ? Guid.NewGuid().ToString("N") : "null", File = file, Size = new FileInfo(Path.Combine(_folder, file)).Length };
        Task durable;
        lock (_gate)
        {
            if (!condition(Newest(bucket, key)))
            {
                Discard(file);
                return null;
            }

            durable = Add(bucket, key, version);
        }

        await durable;
        return version;
    }

    /// <summary>Removes the newest version, or marks it as deleted in a versioned bucket; false when the condition does not hold, and the marker's identifier.</summary>
    public async Task<(bool Allowed, string? Marker)> DeleteAsync(string bucket, string key, DateTimeOffset now, bool versioned, Func<StoredVersion?, bool> condition)
    {
        Task durable;
        string? marker;
        lock (_gate)
        {
            var newest = Newest(bucket, key);
            if (!condition(newest))
            {
                return (false, null);
            }

            if (newest is null && !versioned)
            {
                return (true, null);
            }

            marker = versioned ? Guid.NewGuid().ToString("N") : null;
            durable = marker is not null
                ? Add(bucket, key, new StoredVersion(marker, "", 0, now, "") { DeleteMarker = true })
                : Save(bucket, key, [.. Versions(bucket, key).Where(v => v.Id != newest!.Id)]);
        }

        await durable;
        return (true, marker);
    }

    /// <summary>Removes one version for good.</summary>
    public Task DeleteVersionAsync(string bucket, string key, string versionId)
    {
        lock (_gate)
        {
            return Save(bucket, key, [.. Versions(bucket, key).Where(v => v.Id != versionId)]);
        }
    }

    public static string ETagOf(ReadOnlySpan<byte> content) => $"\"{Convert.ToHexStringLower(MD5.HashData(content))}\"";

    private Task Add(string bucket, string key, StoredVersion version) => Save(bucket, key, [version, .. Versions(bucket, key).Where(v => v.Id != version.Id)]);

    // Commits before it gives the task back, so the order is the caller's; contents that nothing names any more go when that is on disk.
    private async Task Save(string bucket, string key, IReadOnlyList<StoredVersion> versions)
    {
        var gone = Versions(bucket, key).Where(old => old.File.Length > 0 && versions.All(v => v.File != old.File)).ToList();
        await _store.CommitAsync(new StoreChange(Collection, Key(bucket, key), versions.Count == 0 ? null : JsonSerializer.Serialize(versions)));
        gone.ForEach(old => Discard(old.File));
    }

    private static string Key(string bucket, string key) => bucket + "\n" + key;
}
