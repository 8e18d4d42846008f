using System.Collections.Concurrent;

namespace OptaPS.Sandbox.Kubernetes.Shell;

/// <summary>Files and folders of one container by absolute path.</summary>
internal sealed class FileTree
{
    /// <summary>Content by path; null is a folder.</summary>
    private readonly ConcurrentDictionary<string, byte[]?> entries = new(StringComparer.Ordinal) { ["/"] = null };

    public static string Absolute(string path, string folder)
    {
        var parts = new List<string>();
        foreach (var part in (path.StartsWith('/') ? path : folder + "/" + path).Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == ".." && parts.Count > 0)
                parts.RemoveAt(parts.Count - 1);
            else if (part is not ("." or ".."))
                parts.Add(part);
        }

        return "/" + string.Join('/', parts);
    }

    public bool Exists(string path) => entries.ContainsKey(path);

    public bool IsFolder(string path) => entries.TryGetValue(path, out var content) && content is null;

    public byte[]? Read(string path) => entries.GetValueOrDefault(path);

    public void MakeFolder(string path)
    {
        var at = Absolute(path, "/");
        while (at.Length > 1)
        {
            entries.TryAdd(at, null);
            at = Parent(at);
        }
    }

    public void Write(string path, byte[] content)
    {
        var at = Absolute(path, "/");
        MakeFolder(Parent(at));
        entries[at] = content;
    }

    public void Remove(string path)
    {
        foreach (var name in Below(path))
            entries.TryRemove(name, out _);
    }

    /// <summary>A path and everything in it, in order.</summary>
    public IReadOnlyList<string> Below(string path) => [.. entries.Keys.Where(name => name == path || name.StartsWith(path == "/" ? "/" : path + "/", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    /// <summary>The names directly in a folder.</summary>
    public IReadOnlyList<string> Names(string path) => [.. Below(path).Where(name => name != path && Parent(name) == path).Select(name => name[(name.LastIndexOf('/') + 1)..])];

    private static string Parent(string path) => path.LastIndexOf('/') is > 0 and var at ? path[..at] : "/";
}
