using System.Formats.Tar;
using System.IO.Pipelines;
using OptaPS.Diagnostics;
using OptaPS.Kubernetes.Http;

namespace OptaPS.Kubernetes.Streams;

/// <summary>Copies files into and out of containers. The container needs a <c>tar</c> program, as with <c>kubectl cp</c>.</summary>
/// <param name="client">The cluster.</param>
public sealed class PodFiles(IKubernetesClient client)
{
    /// <summary>Copies a file or folder out of a container. Links and special files are left out; nothing is written outside the target folder.</summary>
    /// <param name="request">The pod and container; its command and streams are ignored.</param>
    /// <param name="remotePath">The file or folder in the container.</param>
    /// <param name="localFolder">Where it goes, under its own name; made when missing.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>The files written, relative to the folder.</returns>
    /// <exception cref="OptaException">OPTA4060: tar failed, or an entry points outside.</exception>
    public async Task<IReadOnlyList<string>> CopyFromAsync(ExecRequest request, string remotePath, string localFolder, CancellationToken cancellationToken)
    {
        var path = remotePath.TrimEnd('/');
        var slash = path.LastIndexOf('/');
        var pipe = new Pipe();
        var running = RunAsync(request with { Command = ["tar", "cf", "-", "-C", slash <= 0 ? "/" : path[..slash], path[(slash + 1)..]], Input = null, Output = pipe.Writer.AsStream() }, pipe.Writer, cancellationToken);
        try
        {
            return await ExtractAsync(pipe.Reader.AsStream(), Path.GetFullPath(localFolder), cancellationToken);
        }
        finally
        {
            await pipe.Reader.CompleteAsync();
            await running;
        }
    }

    /// <summary>Copies a local file or folder into a folder of a container.</summary>
    /// <param name="request">The pod and container; its command and streams are ignored.</param>
    /// <param name="localPath">The file or folder.</param>
    /// <param name="remoteFolder">An existing folder in the container.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="OptaException">OPTA4060: tar failed.</exception>
    public async Task CopyToAsync(ExecRequest request, string localPath, string remoteFolder, CancellationToken cancellationToken)
    {
        var pipe = new Pipe();
        var packing = PackAsync(Path.GetFullPath(localPath), pipe.Writer, cancellationToken);
        await RunAsync(request with { Command = ["tar", "xmf", "-", "-C", remoteFolder], Input = pipe.Reader.AsStream(), Output = null }, null, cancellationToken);
        await pipe.Reader.CompleteAsync();
        await packing;
    }

    private async Task RunAsync(ExecRequest request, PipeWriter? output, CancellationToken cancellationToken)
    {
        var errors = new MemoryStream();
        Exception? failure = null;
        try
        {
            var code = await new PodExec(client).RunAsync(request with { Errors = errors }, cancellationToken);
            if (code != 0)
                failure = Failed(request, $"tar ended with exit code {code}", System.Text.Encoding.UTF8.GetString(errors.ToArray()));
        }
        catch (KubernetesException exception)
        {
            failure = exception;
        }
        finally
        {
            if (output is not null)
                await output.CompleteAsync(failure);
        }

        if (failure is not null)
            throw failure;
    }

    private static async Task<IReadOnlyList<string>> ExtractAsync(Stream archive, string folder, CancellationToken cancellationToken)
    {
        var written = new List<string>();
        await using var reader = new TarReader(archive);
        while (await reader.GetNextEntryAsync(copyData: false, cancellationToken) is { } entry)
        {
            if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile))
                continue;
            var target = Path.GetFullPath(Path.Combine(folder, entry.Name));
            if (!target.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal))
                throw new OptaException(new Diagnostic("OPTA4060", Severity.Error, $"The archive of the container names '{entry.Name}', which lies outside the target folder.") { Category = DiagnosticCategory.SecurityError });
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            await entry.ExtractToFileAsync(target, overwrite: true, cancellationToken);
            written.Add(entry.Name);
        }

        return written;
    }

    private static async Task PackAsync(string path, PipeWriter output, CancellationToken cancellationToken)
    {
        Exception? failure = null;
        try
        {
            await using var writer = new TarWriter(output.AsStream(leaveOpen: true), TarEntryFormat.Pax);
            var root = Path.GetDirectoryName(path) ?? path;
            IEnumerable<string> files = Directory.Exists(path) ? Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal) : [path];
            foreach (var file in files)
                await writer.WriteEntryAsync(file, Path.GetRelativePath(root, file).Replace('\\', '/'), cancellationToken);
        }
        catch (IOException exception)
        {
            failure = exception;
            throw;
        }
        finally
        {
            await output.CompleteAsync(failure);
        }
    }

    private static OptaException Failed(ExecRequest request, string what, string said) => new(new Diagnostic("OPTA4060", Severity.Error, $"Files could not be copied with Pod {request.Namespace}/{request.Pod}: {what}.")
    {
        Cause = said.Trim(),
        Remedy = "Check the path and that the container has a tar program.",
    });
}
