using System.Text.Json.Nodes;
using OptaPS.Diagnostics;
using OptaPS.Kubernetes.Connections;
using OptaPS.Kubernetes.Objects;

namespace OptaPS.Kubernetes.Kubeconfig;

/// <summary>One or more kubeconfig files merged: of two entries with the same name the first file's counts.</summary>
public sealed class KubeconfigSet
{
    private readonly Dictionary<string, KubeconfigEntry> clusters = new(StringComparer.Ordinal);
    private readonly Dictionary<string, KubeconfigEntry> users = new(StringComparer.Ordinal);
    private readonly Dictionary<string, KubeconfigEntry> contexts = new(StringComparer.Ordinal);
    private readonly List<string> files = [];

    private KubeconfigSet()
    {
    }

    /// <summary>The current context's name, or null.</summary>
    public string? CurrentContext { get; private set; }

    /// <summary>The names of all contexts.</summary>
    public IReadOnlyCollection<string> Contexts => contexts.Keys;

    /// <summary>The files that were read, in order.</summary>
    public IReadOnlyList<string> Files => files;

    /// <summary>The paths that count for a user: the given one, else those in <c>KUBECONFIG</c>, else <c>~/.kube/config</c>.</summary>
    public static IReadOnlyList<string> PathsOf(string? path, ClientEnvironment environment)
    {
        if (path is { Length: > 0 })
            return [path];
        var listed = (environment.Variable("KUBECONFIG") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        if (listed.Length > 0)
            return [.. listed.Distinct()];
        return environment.HomeFolder is { } home ? [Path.Combine(home, ".kube", "config")] : [];
    }

    /// <summary>Reads and merges files. A file of a list that does not exist is skipped; when none exists that is an error.</summary>
    /// <exception cref="OptaException">OPTA4020: no file; OPTA4021: a file is malformed.</exception>
    public static async Task<KubeconfigSet> LoadAsync(IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        var set = new KubeconfigSet();
        foreach (var path in paths)
        {
            try
            {
                set.Add(KubeconfigYaml.Read(await File.ReadAllTextAsync(path, cancellationToken), path), path);
            }
            catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
            {
                continue;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                throw Missing($"The kubeconfig '{path}' cannot be read.", exception);
            }
        }

        return set.files.Count > 0 ? set : throw Missing(paths.Count == 0 ? "There is no kubeconfig." : $"There is no kubeconfig at {string.Join(" or ", paths)}.", null);
    }

    internal KubeconfigEntry Context(string? name)
    {
        var wanted = name ?? CurrentContext ?? throw Unknown("OPTA4022", "The kubeconfig has no current context, and none was named.", contexts.Keys, null);
        return contexts.GetValueOrDefault(wanted) ?? throw Unknown("OPTA4022", $"The kubeconfig has no context '{wanted}'.", contexts.Keys, wanted);
    }

    internal KubeconfigEntry Cluster(KubeconfigEntry context) => Referenced(context, "cluster", clusters);

    internal KubeconfigEntry? User(KubeconfigEntry context) =>
        context.Content.Text("user") is { Length: > 0 } ? Referenced(context, "user", users) : null;

    private KubeconfigEntry Referenced(KubeconfigEntry context, string member, Dictionary<string, KubeconfigEntry> entries)
    {
        var name = context.Content.Text(member) ?? "";
        return entries.GetValueOrDefault(name) ?? throw Unknown("OPTA4023", $"Context '{context.Name}' of the kubeconfig names {member} '{name}', which is not there.", entries.Keys, name);
    }

    private void Add(JsonObject document, string path)
    {
        files.Add(path);
        CurrentContext ??= document.Text("current-context") is { Length: > 0 } current ? current : null;
        AddEntries(document, "clusters", "cluster", clusters, path);
        AddEntries(document, "users", "user", users, path);
        AddEntries(document, "contexts", "context", contexts, path);
    }

    private static void AddEntries(JsonObject document, string list, string member, Dictionary<string, KubeconfigEntry> entries, string path)
    {
        foreach (var item in (document[list] as JsonArray ?? []).OfType<JsonObject>())
            if (item.Text("name") is { } name)
                entries.TryAdd(name, new(name, item[member] as JsonObject ?? [], path));
    }

    private static OptaException Missing(string message, Exception? inner) => new(
        new Diagnostic("OPTA4020", Severity.Error, message)
        {
            Cause = inner?.Message,
            Remedy = "Name an existing file, or set KUBECONFIG.",
            Category = DiagnosticCategory.ObjectNotFound,
        },
        inner);

    private static OptaException Unknown(string code, string message, IReadOnlyCollection<string> known, string? wanted) => new(new Diagnostic(code, Severity.Error, message)
    {
        Allowed = known.Count == 0 ? "the file has none" : string.Join(", ", known.Order(StringComparer.Ordinal).Take(20)),
        Nearest = wanted is null ? null : known.FirstOrDefault(name => name.Contains(wanted, StringComparison.OrdinalIgnoreCase) || wanted.Contains(name, StringComparison.OrdinalIgnoreCase)),
        Category = DiagnosticCategory.ObjectNotFound,
    });
}
