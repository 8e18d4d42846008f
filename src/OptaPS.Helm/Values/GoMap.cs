using System.Diagnostics.CodeAnalysis;

namespace OptaPS.Helm.Values;

/// <summary>A Go map with string keys; iteration is in key order, as templates and printing do it.</summary>
internal sealed class GoMap
{
    private readonly Dictionary<string, object?> entries;
    private readonly GoMap? shared;
    private string[]? sorted;

    public GoMap(GoType? type = null, int capacity = 0, bool isNil = false)
    {
        Type = type ?? GoTypes.MapAny;
        entries = new Dictionary<string, object?>(capacity, StringComparer.Ordinal);
        IsNil = isNil;
    }

    private GoMap(GoMap shared, GoType type)
    {
        this.shared = shared.shared ?? shared;
        entries = shared.entries;
        Type = type;
    }

    public GoType Type { get; }

    /// <summary>True for a nil map.</summary>
    public bool IsNil { get; }

    public int Count => entries.Count;

    public object? this[string key]
    {
        get => entries.GetValueOrDefault(key);
        set
        {
            var before = entries.Count;
            entries[key] = value;
            if (entries.Count != before)
            {
                Changed();
            }
        }
    }

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out object? value) => entries.TryGetValue(key, out value);

    public bool ContainsKey(string key) => entries.ContainsKey(key);

    public bool Remove(string key)
    {
        Changed();
        return entries.Remove(key);
    }

    /// <summary>The keys in byte order.</summary>
    public string[] Keys
    {
        get
        {
            if (shared is not null)
            {
                return shared.Keys;
            }
            if (sorted is null)
            {
                var keys = new string[entries.Count];
                entries.Keys.CopyTo(keys, 0);
                Array.Sort(keys, GoText.Compare);
                sorted = keys;
            }
            return sorted;
        }
    }

    /// <summary>The same map, entries shared, under another type name.</summary>
    public GoMap Typed(GoType type) => Type == type ? this : new GoMap(this, type);

    /// <summary>A map of the same entries with another type name.</summary>
    public GoMap Copy(GoType? type = null)
    {
        var copy = new GoMap(type ?? Type, entries.Count);
        foreach (var (key, value) in entries)
        {
            copy.entries[key] = value;
        }
        return copy;
    }

    private void Changed()
    {
        sorted = null;
        if (shared is not null)
        {
            shared.sorted = null;
        }
    }

    /// <summary>Entries in no particular order.</summary>
    public Dictionary<string, object?> Unordered => entries;
}
