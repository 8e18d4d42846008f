namespace OptaPS.Helm.Charts;

/// <summary>Loads charts from folders and archives, as Helm does, and refuses what could do harm.</summary>
public static class ChartLoader
{
    /// <summary>Loads a chart folder or a .tgz file.</summary>
    /// <exception cref="OptaException">OPTA5001 to OPTA5005: the chart is missing, malformed, or refused.</exception>
    public static async Task<Chart> LoadAsync(string path, CancellationToken cancellationToken = default)
    {
        if (Directory.Exists(path))
        {
            var files = ChartFolder.Read(path, ChartLimits.Default, cancellationToken);
            return ChartAssembler.Assemble(files, ChartLimits.Default, 0);
        }
        FileStream stream;
        try
        {
            stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 4096, useAsync: true);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw HelmError.Of(HelmError.ChartLoad, $"stat {path}: no such file or directory", e);
        }
        await using (stream)
        {
            return await LoadAsync(stream, path, cancellationToken);
        }
    }

    /// <summary>Loads a packed chart from a stream; the name is only for error messages.</summary>
    /// <exception cref="OptaException">OPTA5001 to OPTA5005: the archive is malformed or refused.</exception>
    public static async Task<Chart> LoadAsync(Stream archive, string name = "chart archive", CancellationToken cancellationToken = default)
    {
        var limits = ChartLimits.Default;
        using var buffer = new MemoryStream();
        await archive.CopyToAsync(buffer, cancellationToken);
        var bytes = buffer.ToArray();
        ChartArchive.CheckIsGzip(bytes, name);
        return ChartAssembler.Assemble(ChartArchive.Read(bytes, limits), limits, 0);
    }
}
