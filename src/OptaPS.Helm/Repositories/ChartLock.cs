using System.Text.Json;
using System.Text.Json.Nodes;
using OptaPS.Diagnostics;
using OptaPS.Targets;

namespace OptaPS.Helm.Repositories;

/// <summary>
/// Which archive a repository, name and version must give. The file is JSON: <c>{"charts": [{"repository", "name", "version", "digest"}]}</c>, or that list alone.
/// </summary>
public sealed class ChartLock
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };
    private readonly Dictionary<(string Repository, string Name, string Version), ChartLockEntry> entries = [];

    /// <summary>Makes a lock.</summary>
    /// <param name="charts">The entries; a later entry for the same chart replaces an earlier one.</param>
    /// <param name="source">Where they come from, for messages.</param>
    public ChartLock(IEnumerable<ChartLockEntry> charts, string source)
    {
        Source = source;
        foreach (var entry in charts)
            entries[Key(entry.Repository, entry.Name, entry.Version)] = entry;
    }

    /// <summary>Nothing is locked.</summary>
    public static ChartLock Empty { get; } = new([], "no lock");

    /// <summary>Where the lock comes from.</summary>
    public string Source { get; }

    /// <summary>All entries.</summary>
    public IReadOnlyCollection<ChartLockEntry> Entries => entries.Values;

    /// <summary>The lock of a target: its own file when it brings one (then that file alone counts), else the product's.</summary>
    /// <exception cref="OptaException">OPTA5563: the file cannot be read.</exception>
    public static ChartLock ForTarget(EndpointSet target, ChartLock product) =>
        target.ChartLockFile is { } path ? Load(path) : product;

    /// <summary>Reads a lock file.</summary>
    /// <exception cref="OptaException">OPTA5563: the file cannot be read.</exception>
    public static ChartLock Load(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            return Read(stream, path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, e);
        }
    }

    /// <summary>Reads a lock from a stream.</summary>
    /// <exception cref="OptaException">OPTA5563: it is no lock.</exception>
    public static ChartLock Read(Stream stream, string source)
    {
        try
        {
            var root = JsonNode.Parse(stream);
            var charts = root as JsonArray ?? (root as JsonObject)?["charts"] as JsonArray ?? throw new JsonException("There is no list of charts.");
            return new ChartLock([.. charts.Select(Read)], source);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw Unreadable(source, e);
        }
    }

    /// <summary>The locked digest, or null.</summary>
    public ChartLockEntry? Find(ChartReference chart) =>
        chart.Version is { } version ? entries.GetValueOrDefault(Key(chart.Repository, chart.Name, version)) : null;

    /// <summary>The file's text, entries sorted.</summary>
    public string Write() => JsonSerializer.Serialize(
        new Document([.. entries.OrderBy(entry => entry.Key).Select(entry => entry.Value)]), Json) + "\n";

    private static ChartLockEntry Read(JsonNode? entry) => new(Text(entry, "repository"), Text(entry, "name"), Text(entry, "version"), Text(entry, "digest"));

    private static string Text(JsonNode? entry, string member) =>
        entry?[member]?.GetValue<string>() ?? throw new JsonException($"An entry has no member '{member}'.");

    private static (string Repository, string Name, string Version) Key(string repository, string name, string version) =>
        (repository.TrimEnd('/').ToLowerInvariant(), name, version.StartsWith('v') ? version[1..] : version);

    private static OptaException Unreadable(string path, Exception e) => new(
        new Diagnostic("OPTA5563", Severity.Error, $"The chart lock '{path}' cannot be read.")
        {
            Cause = e.Message,
            Remedy = "Restore the file, or write the lock again.",
            Category = DiagnosticCategory.InvalidData,
        },
        e);

    private sealed record Document(IReadOnlyList<ChartLockEntry> Charts);
}
