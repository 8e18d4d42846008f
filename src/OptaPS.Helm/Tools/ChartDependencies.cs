namespace OptaPS.Helm.Tools;

/// <summary>Tells which declared dependencies of a chart's folder are there.</summary>
public static class ChartDependencies
{
    /// <summary>Declared dependencies with Helm's word for their state.</summary>
    /// <param name="folder">The chart's folder.</param>
    /// <param name="chart">The loaded chart.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static async Task<IReadOnlyList<(ChartDependency Dependency, string Status)>> ListAsync(string folder, Chart chart, CancellationToken cancellationToken)
    {
        var result = new List<(ChartDependency, string)>();
        foreach (var dependency in chart.Metadata.Dependencies ?? [])
        {
            result.Add((dependency, await StatusAsync(Path.Combine(folder, "charts"), chart, dependency, cancellationToken)));
        }
        return result;
    }

    private static async Task<string> StatusAsync(string charts, Chart parent, ChartDependency dependency, CancellationToken cancellationToken)
    {
        var archives = Directory.Exists(charts) ? Directory.GetFiles(charts, dependency.Name + "-*.tgz").Where(file => IsArchiveOf(file, dependency.Name)).ToList() : [];
        if (archives.Count > 1)
        {
            return "too many matches";
        }
        if (archives.Count == 1)
        {
            return await LoadedStatusAsync(archives[0], dependency, "ok", cancellationToken);
        }
        var unpacked = Path.Combine(charts, dependency.Name);
        if (Directory.Exists(unpacked))
        {
            return await LoadedStatusAsync(unpacked, dependency, "unpacked", cancellationToken);
        }
        return parent.Dependencies.Any(found => found.Name == dependency.Name) ? "unpacked" : "missing";
    }

    /// <summary>Whether a file's name is the chart's name, a dash and a version; another chart's name may begin the same way.</summary>
    internal static bool IsArchiveOf(string file, string name) =>
        Path.GetFileNameWithoutExtension(file) is var stem && stem.Length > name.Length + 1 && SemverVersion.TryParse(stem[(name.Length + 1)..], out _);

    private static async Task<string> LoadedStatusAsync(string path, ChartDependency dependency, string good, CancellationToken cancellationToken)
    {
        try
        {
            var chart = await ChartLoader.LoadAsync(path, cancellationToken);
            return chart.Name != dependency.Name ? "misnamed"
                : SemverConstraint.IsCompatible(dependency.Version, chart.Version) ? good
                : "wrong version";
        }
        catch (OptaException)
        {
            return "corrupt";
        }
    }
}
