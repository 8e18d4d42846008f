using System.Text;
using OptaPS.Diagnostics;
using YamlDotNet.RepresentationModel;

namespace OptaPS.Kubernetes.Kubeconfig;

/// <summary>
/// Writes contexts into kubeconfig files: merges, touches no entry that it did not write itself, replaces the file in one step, mode 0600.
/// Entries of ours carry the extension <c>optaps.dev</c>.
/// </summary>
public static class KubeconfigWriter
{
    private static readonly TimeSpan LockPatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LockPause = TimeSpan.FromMilliseconds(100);

    /// <summary>Writes one context; creates file and folder when they are missing.</summary>
    /// <exception cref="OptaException">OPTA4070: an entry of that name belongs to somebody else; OPTA4071: the file is locked or cannot be written; OPTA4021: it is malformed.</exception>
    public static async Task MergeAsync(string path, KubeconfigExport export, TimeProvider time, CancellationToken cancellationToken)
    {
        var target = Path.GetFullPath(File.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path : path);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            var lockFile = await LockAsync(target, time, cancellationToken);
            try
            {
                var root = File.Exists(target) ? KubeconfigYaml.Load(await File.ReadAllTextAsync(target, cancellationToken), path) : null;
                if (root is not (null or YamlMappingNode))
                    throw KubeconfigYaml.Malformed(path, "the top level is no mapping", null, null);
                var document = root as YamlMappingNode ?? KubeconfigEntries.Empty();
                KubeconfigEntries.Put(document, export, path);
                await ReplaceAsync(target, document, cancellationToken);
            }
            finally
            {
                File.Delete(lockFile);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new OptaException(new Diagnostic("OPTA4071", Severity.Error, $"The kubeconfig '{path}' cannot be written.") { Cause = exception.Message, Category = DiagnosticCategory.ResourceUnavailable }, exception);
        }
    }

    // kubectl and other tools respect the same lock file.
    private static async Task<string> LockAsync(string target, TimeProvider time, CancellationToken cancellationToken)
    {
        var path = target + ".lock";
        for (var started = time.GetTimestamp(); ;)
        {
            try
            {
                await using (new FileStream(path, FileMode.CreateNew, FileAccess.Write))
                    return path;
            }
            catch (IOException exception) when (File.Exists(path))
            {
                if (time.GetElapsedTime(started) > LockPatience)
                    throw new OptaException(new Diagnostic("OPTA4071", Severity.Error, $"The kubeconfig '{target}' is locked by another program.")
                    {
                        Remedy = $"Wait for it to end; when none runs, remove '{path}'.",
                        Category = DiagnosticCategory.ResourceBusy,
                    }, exception);
                await Task.Delay(LockPause, time, cancellationToken);
            }
        }
    }

    private static async Task ReplaceAsync(string target, YamlMappingNode document, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        using (var writer = new StringWriter(text) { NewLine = "\n" })
            new YamlStream(new YamlDocument(document)).Save(writer, assignAnchors: false);
        var temporary = $"{target}.{Guid.NewGuid():N}.tmp";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            await using (var stream = new FileStream(temporary, options))
                await stream.WriteAsync(Encoding.UTF8.GetBytes(text.ToString().Replace("\n...\n", "\n", StringComparison.Ordinal)), cancellationToken);
            File.Move(temporary, target, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
