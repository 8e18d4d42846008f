using OptaPS.Objects;

namespace OptaPS.PowerShell.Completion;

/// <summary>Remembers the names of releases that were listed, for completion. Losing the file loses no more than that.</summary>
internal static class ReleaseNames
{
    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static IEnumerable<(string Environment, string Namespace, string Name)> Read(string? sandbox)
    {
        var file = FileOf(sandbox);
        return File.Exists(file)
            ? File.ReadLines(file).Select(line => line.Split('\t')).Where(fields => fields.Length == 3).Select(fields => (fields[0], fields[1], fields[2]))
            : [];
    }

    /// <summary>Replaces what is known of one cluster: that of an environment, or of the kubeconfig.</summary>
    public static void Write(string? sandbox, string? environment, IEnumerable<ReleaseView> releases)
    {
        try
        {
            var others = Read(sandbox).Where(known => known.Environment != (environment ?? "")).ToList();
            var lines = others.Concat(releases.Select(r => (environment ?? "", r.Namespace, r.ReleaseName))).Select(r => $"{r.Item1}\t{r.Item2}\t{r.Item3}");
            Directory.CreateDirectory(Path.GetDirectoryName(FileOf(sandbox))!);
            File.WriteAllLines(FileOf(sandbox), lines);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Completion is a convenience; a list that cannot be kept must not fail the command that made it.
        }
    }

    private static string FileOf(string? sandbox) => Path.Combine(LocalFolders.Home(), "cache", "names", $"{(sandbox is null ? "cloud" : "sandbox-" + sandbox)}.releases.tsv");
}
