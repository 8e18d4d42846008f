namespace OptaPS.Helm.Tools;

/// <summary>Writes a loaded chart's files to a folder. The loader has refused names that lead out of it.</summary>
public static class ChartUnpacker
{
    /// <summary>Writes <c>folder/name/...</c> and returns that folder.</summary>
    /// <exception cref="OptaException">OPTA5002: the folder is there already.</exception>
    public static async Task<string> WriteAsync(Chart chart, string folder, CancellationToken cancellationToken)
    {
        var root = Path.GetFullPath(Path.Combine(folder, chart.Name));
        if (Directory.Exists(root) || File.Exists(root))
        {
            throw HelmError.Of(HelmError.ChartArchive, $"failed to untar: a file or directory with the name {root} already exists");
        }
        foreach (var file in chart.Raw)
        {
            var path = Path.GetFullPath(Path.Combine(root, file.Name));
            if (!path.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            {
                throw HelmError.Of(HelmError.ChartArchive, $"chart illegally references a file outside its folder: {file.Name}");
            }
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllBytesAsync(path, file.Data.ToArray(), cancellationToken);
        }
        return root;
    }
}
