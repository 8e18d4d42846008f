using System.IO.Compression;
using OptaPS.Diagnostics;
using OptaPS.Objects;
using OptaPS.Requests;

namespace OptaPS.Operations.Sandboxes;

/// <summary>Makes a sandbox from an archive. The world keeps its identity, so the state in the archive goes on with it.</summary>
internal static class ImportSandboxOperation
{
    public static async Task<SandboxInfo> RunAsync(ImportSandboxRequest request, CancellationToken cancellationToken)
    {
        var name = request.Target.Sandbox ?? throw new OptaException(SandboxErrors.NameNeeded());
        if (!StartSandboxOperation.IsName(name))
            throw new OptaException(SandboxErrors.BadName(name));

        var path = Path.GetFullPath(request.Path, request.Target.WorkingFolder);
        var folder = new SandboxFolder(request.Target.HomeFolder, name);
        if (await folder.ReadRunningAsync(cancellationToken) is not null)
            throw new OptaException(SandboxErrors.Running(name));
        if (Directory.Exists(folder.Data) && !request.Overwrite)
            throw new OptaException(SandboxErrors.WorldExists(name));

        // Beside the world that is there, so that a damaged archive costs nothing.
        var fresh = folder.Root + ".import";
        if (Directory.Exists(fresh))
            Directory.Delete(fresh, recursive: true);
        try
        {
            await ExtractAsync(path, fresh, cancellationToken);
            if (Directory.Exists(folder.Root))
                Directory.Delete(folder.Root, recursive: true);
            Directory.Move(fresh, folder.Root);
        }
        finally
        {
            if (Directory.Exists(fresh))
                Directory.Delete(fresh, recursive: true);
        }

        return SandboxInfos.Of(folder, null);
    }

    private static async Task ExtractAsync(string path, string target, CancellationToken cancellationToken)
    {
        try
        {
            await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            using var archive = new ZipArchive(file, ZipArchiveMode.Read);
            await SandboxArchiveFile.CheckAsync(archive, path, cancellationToken);
            await SandboxArchiveFile.ExtractAsync(archive, target, cancellationToken);
            if (archive.GetEntry(SandboxArchiveFile.WorldEntry) is { } inner)
            {
                await using var world = inner.Open();
                using var data = new ZipArchive(world, ZipArchiveMode.Read);
                await SandboxArchiveFile.ExtractAsync(data, Path.Combine(target, "data"), cancellationToken);
            }
        }
        catch (FileNotFoundException)
        {
            throw new OptaException(SandboxErrors.NotAnArchive(path, "there is no such file"));
        }
        catch (InvalidDataException e)
        {
            throw new OptaException(SandboxErrors.NotAnArchive(path, e.Message));
        }
    }
}
