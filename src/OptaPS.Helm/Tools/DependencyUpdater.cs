using OptaPS.Helm.Repositories;

namespace OptaPS.Helm.Tools;

/// <summary>Fetches the declared dependencies of a chart's folder into <c>charts/</c> and locks their versions.</summary>
/// <param name="charts">Charts of repositories and registries.</param>
/// <param name="time">The clock of the lock.</param>
public sealed class DependencyUpdater(RemoteCharts charts, TimeProvider time)
{
    /// <summary>Chooses the newest fitting versions, or takes the locked ones, and writes them.</summary>
    /// <param name="folder">The chart's folder.</param>
    /// <param name="fromLock">True to take exactly what the lock says; without a lock versions are chosen.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>What was done, in Helm's words.</returns>
    /// <exception cref="OptaException">OPTA5006: a dependency cannot be had; OPTA5580: it is named in a way that is not supported.</exception>
    public async Task<IReadOnlyList<string>> UpdateAsync(string folder, bool fromLock, CancellationToken cancellationToken)
    {
        var chart = await ChartLoader.LoadAsync(folder, cancellationToken);
        var asked = chart.Metadata.Dependencies ?? [];
        if (asked.Count == 0)
        {
            return [];
        }
        var locked = fromLock ? DependencyLock.Read(chart) : null;
        var messages = new List<string> { $"Saving {asked.Count} charts" };
        var versions = new List<ChartDependency>();
        var archives = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var dependency in locked ?? asked)
        {
            var version = await FetchAsync(folder, dependency, archives, messages, cancellationToken);
            versions.Add(new ChartDependency { Name = dependency.Name, Repository = dependency.Repository, Version = version });
        }
        messages.Add("Deleting outdated charts");
        await ReplaceAsync(Path.Combine(folder, "charts"), asked, archives, cancellationToken);
        if (locked is null)
        {
            await DependencyLock.WriteAsync(folder, chart, versions, time, cancellationToken);
        }
        return messages;
    }

    private async Task<string> FetchAsync(string folder, ChartDependency dependency, Dictionary<string, byte[]> archives, List<string> messages, CancellationToken cancellationToken)
    {
        var repository = dependency.Repository;
        if (repository.Length == 0)
        {
            messages.Add($"Dependency {dependency.Name} did not declare a repository. Assuming it exists in the charts directory");
            var there = await ChartLoader.LoadAsync(Path.Combine(folder, "charts", dependency.Name), cancellationToken);
            Check(dependency, there);
            return dependency.Version;
        }
        if (repository.StartsWith("file://", StringComparison.Ordinal))
        {
            var path = Path.GetFullPath(Path.Combine(folder, repository["file://".Length..]));
            var local = Directory.Exists(path) ? await ChartLoader.LoadAsync(path, cancellationToken) : throw HelmError.Of(HelmError.Dependencies, $"directory {path} not found");
            Check(dependency, local);
            archives[$"{local.Name}-{local.Version}.tgz"] = ChartPacker.Pack(local.Name, local.Raw.ToDictionary(file => file.Name, file => file.Data.ToArray(), StringComparer.Ordinal));
            return local.Version;
        }
        if (repository[0] == '@' || repository.StartsWith("alias:", StringComparison.Ordinal))
        {
            throw HelmError.Of(HelmError.NotSupported, $"dependency {dependency.Name}: names of configured repositories ({repository}) are not supported; write the repository's address");
        }
        messages.Add($"Downloading {dependency.Name} from repo {repository}");
        var fetched = await charts.FetchAsync(new ChartReference(repository, dependency.Name, dependency.Version.Length > 0 ? dependency.Version : null), cancellationToken);
        archives[$"{fetched.Reference.Name}-{fetched.Reference.Version}.tgz"] = fetched.Archive.ToArray();
        return fetched.Reference.Version!;
    }

    private static void Check(ChartDependency dependency, Chart found)
    {
        if (found.Name != dependency.Name || !SemverConstraint.IsCompatible(dependency.Version, found.Version))
        {
            throw HelmError.Of(HelmError.Dependencies, $"can't get a valid version for dependency {dependency.Name}: {found.Name} {found.Version} does not satisfy {dependency.Version}");
        }
    }

    // All archives are there before the first old one goes.
    private static async Task ReplaceAsync(string charts, IReadOnlyList<ChartDependency> asked, Dictionary<string, byte[]> archives, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(charts);
        foreach (var (name, content) in archives)
        {
            if (name != Path.GetFileName(name))
            {
                throw HelmError.Of(HelmError.ChartArchive, $"a dependency's name leads out of the charts folder: {name}");
            }
            await File.WriteAllBytesAsync(Path.Combine(charts, name), content, cancellationToken);
        }
        foreach (var dependency in asked.Where(d => d.Repository.Length > 0))
        {
            foreach (var old in Directory.GetFiles(charts, dependency.Name + "-*.tgz").Where(file => ChartDependencies.IsArchiveOf(file, dependency.Name) && !archives.ContainsKey(Path.GetFileName(file))))
            {
                File.Delete(old);
            }
        }
    }
}
