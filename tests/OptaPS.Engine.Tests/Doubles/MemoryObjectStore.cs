using System.Globalization;
using OptaPS.Engine.State.Objects;

namespace OptaPS.Engine.Tests.Doubles;

/// <summary>An object store in memory with a script.</summary>
internal sealed class MemoryObjectStore : IObjectStore
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, StoredObject> objects = new(StringComparer.Ordinal);
    private int next;

    /// <summary>Told of each put, before (false) and after (true) its effect; may throw or wait.</summary>
    internal Func<string, bool, Task>? OnPut { get; set; }

    /// <summary>Runs when an object was read and its reader does not have it yet.</summary>
    internal Func<string, Task>? OnGet { get; set; }

    /// <summary>When false, conditions are ignored: the deliberate breakage.</summary>
    internal bool ConditionsWork { get; set; } = true;

    /// <summary>When true, a put that waits before its effect is given up when its token says so.</summary>
    internal bool GivesUp { get; set; }

    public string Description => "memory";

    internal IReadOnlyList<string> Keys
    {
        get
        {
            lock (gate)
                return [.. objects.Keys.Order(StringComparer.Ordinal)];
        }
    }

    public async Task<StoredObject?> GetAsync(string key, CancellationToken cancellationToken)
    {
        StoredObject? found;
        lock (gate)
            found = objects.GetValueOrDefault(key);
        if (OnGet is not null)
            await OnGet(key);
        return found;
    }

    public async Task<string?> PutAsync(string key, ReadOnlyMemory<byte> content, string? expectedVersion, CancellationToken cancellationToken)
    {
        if (OnPut is not null)
            await (GivesUp ? OnPut(key, false).WaitAsync(cancellationToken) : OnPut(key, false));
        string? version = null;
        lock (gate)
        {
            if (!ConditionsWork || objects.GetValueOrDefault(key)?.Version == expectedVersion)
            {
                version = (++next).ToString(CultureInfo.InvariantCulture);
                objects[key] = new StoredObject(content.ToArray(), version);
            }
        }

        if (OnPut is not null)
            await OnPut(key, true);
        return version;
    }

    public Task DeleteAsync(string key, CancellationToken cancellationToken)
    {
        lock (gate)
            objects.Remove(key);
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellationToken)
    {
        lock (gate)
            return Task.FromResult<IReadOnlyList<string>>([.. objects.Keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal)).OrderDescending(StringComparer.Ordinal)]);
    }
}
