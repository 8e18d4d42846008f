using OptaPS.Configuration.Parents;
using OptaPS.Configuration.Reading;
using OptaPS.Configuration.Reporting;
using OptaPS.Configuration.Values;
using OptaPS.Configuration.Yaml;
using OptaPS.Diagnostics;

namespace OptaPS.Configuration.Folders;

/// <summary>Checks files and whole folders. A service that names several environments is checked with each of them, unless one is chosen.</summary>
public sealed class FolderValidator
{
    private const int MostFiles = 10_000;

    /// <summary>Checks all <c>.yaml</c> and <c>.yml</c> files below a folder in parallel; hidden folders are left out. The reports are sorted by path.</summary>
    public async Task<IReadOnlyList<FileReport>> ValidateFolderAsync(string folder, LoadOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(folder);
        options = Complete(options);
        var full = Path.GetFullPath(folder, options.BaseDirectory!);
        if (!Directory.Exists(full))
        {
            var diagnostic = new Diagnostic(Codes.FileNotFound, Severity.Error, $"The folder {Quote.Of(folder)} does not exist.") { Category = DiagnosticCategory.ObjectNotFound };
            return [new FileReport(folder, false, [], [diagnostic])];
        }

        var files = Files(full).Take(MostFiles).ToList();
        var reports = new FileReport[files.Count];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount * 2, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, files.Count, parallel, async (index, token) => reports[index] = await CheckAsync(files[index], options, onlyOptaFiles: true, token));
        return [.. OnceEach(reports).OrderBy(report => report.Path, StringComparer.Ordinal)];
    }

    // A service repeats the findings of its environment file, which the folder's report on that file has already.
    private static IEnumerable<FileReport> OnceEach(FileReport[] reports)
    {
        var own = reports.Where(report => report.IsOptaFile).ToDictionary(report => report.Path, report => report.Diagnostics, StringComparer.Ordinal);
        return reports.Select(report => report with
        {
            Diagnostics = [.. report.Diagnostics.Where(diagnostic => diagnostic.Location is not { } place || place.File == report.Path
                || !own.TryGetValue(place.File, out var there) || !there.Any(other => Same(other, diagnostic)))],
        });
    }

    /// <summary>Checks one file, whatever it is.</summary>
    public Task<FileReport> ValidateFileAsync(string path, LoadOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        options = Complete(options);
        return CheckAsync(path.Contains('\0', StringComparison.Ordinal) || path.Length == 0 ? path : Path.GetFullPath(path, options.BaseDirectory!), options, onlyOptaFiles: false, cancellationToken);
    }

    private static LoadOptions Complete(LoadOptions? options)
    {
        options ??= new LoadOptions { AllowMissingVariables = true };
        return options with { BaseDirectory = Path.GetFullPath(options.BaseDirectory ?? ".") };
    }

    private static IEnumerable<string> Files(string folder)
    {
        var settings = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.Hidden | FileAttributes.System | FileAttributes.ReparsePoint, IgnoreInaccessible = true, MaxRecursionDepth = 32 };
        return Directory.EnumerateFiles(folder, "*", settings)
            .Where(file => Path.GetExtension(file).ToLowerInvariant() is ".yaml" or ".yml")
            .Where(file => !Path.GetRelativePath(folder, file).Split(Path.DirectorySeparatorChar).Any(part => part.StartsWith('.') || part is "node_modules" or "bin" or "obj"));
    }

    private async Task<FileReport> CheckAsync(string file, LoadOptions options, bool onlyOptaFiles, CancellationToken cancellationToken)
    {
        var (isOptaFile, environments) = await PeekAsync(file, cancellationToken);
        var shown = file.Length == 0 || file.Contains('\0', StringComparison.Ordinal) ? file : DisplayPaths.Of(file, options.BaseDirectory!);
        if (!isOptaFile && onlyOptaFiles)
        {
            return new FileReport(shown, false, [], []);
        }

        if (environments.Count < 2 || options.EnvironmentName is not null)
        {
            var result = await ConfigurationLoader.LoadAsync(file, options, cancellationToken);
            return new FileReport(shown, isOptaFile, options.EnvironmentName is { } chosen ? [chosen] : environments, result.Diagnostics);
        }

        var all = new List<Diagnostic>();
        foreach (var environment in environments)
        {
            var result = await ConfigurationLoader.LoadAsync(file, options with { EnvironmentName = environment }, cancellationToken);
            all.AddRange(result.Diagnostics.Where(diagnostic => !all.Exists(other => Same(other, diagnostic))));
        }

        return new FileReport(shown, isOptaFile, environments, [.. all.OrderBy(diagnostic => diagnostic.Location?.File == shown ? 0 : 1).ThenBy(diagnostic => diagnostic.Location?.File, StringComparer.Ordinal).ThenBy(diagnostic => diagnostic.Location?.Line).ThenBy(diagnostic => diagnostic.Location?.Column)]);
    }

    private static bool Same(Diagnostic one, Diagnostic other) => one.Code == other.Code && one.Location == other.Location && one.Message == other.Message;

    // A file with broken YAML counts as an Opta file when it has the words of one, so that its errors are seen.
    private static async Task<(bool IsOptaFile, IReadOnlyList<string> Environments)> PeekAsync(string file, CancellationToken cancellationToken)
    {
        if (file.Length == 0 || file.Contains('\0', StringComparison.Ordinal) || await FileReader.ReadAsync(file, file, new FindingBag(), cancellationToken) is not { } source)
        {
            return (true, []);
        }

        var root = YamlReader.Read(source, new FindingBag());
        if (root is null)
        {
            return (source.Text.Contains("\nmodules:", StringComparison.Ordinal) || source.Text.Contains("\norg_name:", StringComparison.Ordinal), []);
        }

        if (root is not MappingNode map || (map.Find("modules") is null && map.Find("environments") is null && map.Find("org_name") is null) || map.Find("apiVersion") is not null)
        {
            return (false, []);
        }

        var entries = (map.Find("environments")?.Value as SequenceNode)?.Items.OfType<MappingNode>() ?? [];
        return (true, [.. entries.Select(entry => entry.Find("name")?.Value).OfType<ScalarNode>().Where(name => name.Resolved is ConfigScalar { Kind: ScalarKind.Text }).Select(name => name.Text).Distinct(StringComparer.Ordinal)]);
    }
}
