using System.Collections.Concurrent;
using OptaPS.Helm.Charts;
using OptaPS.Helm.Functions;

namespace OptaPS.Helm.Templates;

/// <summary>Keeps the parsed form of a chart's files, so that rendering again does not parse again.</summary>
internal sealed class TemplateCache
{
    private readonly ConcurrentDictionary<(string Name, ChartFile File), IReadOnlyDictionary<string, Template>> parsed = new(KeyComparer.Instance);

    public IReadOnlyDictionary<string, Template> Parse(string name, ChartFile file) =>
        parsed.TryGetValue((name, file), out var found)
            ? found
            : parsed.GetOrAdd((name, file), Parser.Parse(name, file.Text, FunctionTable.Helm.Functions));

    private sealed class KeyComparer : IEqualityComparer<(string Name, ChartFile File)>
    {
        public static KeyComparer Instance { get; } = new();

        public bool Equals((string Name, ChartFile File) x, (string Name, ChartFile File) y) => x.Name == y.Name && ReferenceEquals(x.File, y.File);

        public int GetHashCode((string Name, ChartFile File) obj) => obj.Name.GetHashCode(StringComparison.Ordinal);
    }
}
