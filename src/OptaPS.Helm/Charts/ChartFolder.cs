namespace OptaPS.Helm.Charts;

/// <summary>Reads the files of an unpacked chart. Symbolic links are followed, also out of the folder: many projects keep their charts so.</summary>
internal static class ChartFolder
{
    // There is no asynchronous reading of files below .NET's API: asking for it costs a change of thread for each of a chart's many small files.
    public static List<ChartFile> Read(string folder, ChartLimits limits, CancellationToken cancellationToken)
    {
        var root = Path.GetFullPath(folder);
        var ignore = Path.Combine(root, ".helmignore");
        var rules = new IgnoreRules(File.Exists(ignore) ? GoText.FromBytes(File.ReadAllBytes(ignore)) : null);
        var paths = new List<(string Full, string Name)>();
        Walk(root, "", rules, paths, limits, 0);
        var files = new List<ChartFile>(paths.Count);
        long total = 0;
        foreach (var (full, name) in paths)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var length = new FileInfo(full).Length;
            if (length > limits.MaximumFileSize)
            {
                throw HelmError.Of(HelmError.ChartTooLarge, $"chart file {GoQuote.Quote(name)} is larger than the maximum file size {limits.MaximumFileSize}");
            }
            total += length;
            if (total > limits.MaximumChartSize)
            {
                throw HelmError.Of(HelmError.ChartTooLarge, $"the chart is larger than the maximum size {limits.MaximumChartSize}");
            }
            files.Add(new ChartFile(name, ChartArchive.TrimByteOrderMark(File.ReadAllBytes(full))));
        }
        return files;
    }

    private static void Walk(string root, string relative, IgnoreRules rules, List<(string, string)> found, ChartLimits limits, int depth)
    {
        if (depth > limits.MaximumDepth || found.Count > limits.MaximumFiles)
        {
            throw HelmError.Of(HelmError.ChartTooLarge, $"the chart folder has more than {limits.MaximumFiles} files or is nested deeper than {limits.MaximumDepth}");
        }
        var here = relative.Length == 0 ? root : Path.Combine(root, relative);
        var entries = new DirectoryInfo(here).GetFileSystemInfos();
        Array.Sort(entries, (a, b) => GoText.Compare(a.Name, b.Name));
        foreach (var entry in entries)
        {
            var name = relative.Length == 0 ? entry.Name : relative + "/" + entry.Name;
            var isFolder = entry is DirectoryInfo;
            var target = entry.LinkTarget is null ? entry : Resolve(entry, name);
            if (rules.Ignores(name, isFolder))
            {
                continue;
            }
            if (isFolder)
            {
                Walk(root, name, rules, found, limits, depth + 1);
            }
            else if (target.Attributes.HasFlag(FileAttributes.Device))
            {
                throw HelmError.Of(HelmError.ChartLoad, $"cannot load irregular file {name}");
            }
            else
            {
                found.Add((target.FullName, name));
            }
        }
    }

    private static FileSystemInfo Resolve(FileSystemInfo link, string name) =>
        link.ResolveLinkTarget(returnFinalTarget: true) is { Exists: true } target
            ? target
            : throw HelmError.Of(HelmError.ChartLoad, $"the chart has a symbolic link to nothing: {name} -> {link.LinkTarget}");
}
