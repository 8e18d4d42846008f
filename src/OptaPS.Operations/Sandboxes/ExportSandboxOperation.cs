using System.IO.Compression;
using System.Text.Json;
using OptaPS.Diagnostics;
using OptaPS.Objects;
using OptaPS.Requests;

namespace OptaPS.Operations.Sandboxes;

/// <summary>Writes the world and the state of a sandbox into one archive; a running one is asked for a copy of its world at one instant.</summary>
internal static class ExportSandboxOperation
{
    public static async Task<SandboxArchive> RunAsync(ExportSandboxRequest request, CancellationToken cancellationToken)
    {
        var name = request.Target.Sandbox ?? throw new OptaException(SandboxErrors.NameNeeded());
        var folder = new SandboxFolder(request.Target.HomeFolder, name);
        if (!Directory.Exists(folder.Data))
            throw new OptaException(SandboxErrors.NoWorld(name));

        var path = Path.GetFullPath(request.Path, request.Target.WorkingFolder);
        if (File.Exists(path) && !request.Overwrite)
            throw new OptaException(SandboxErrors.FileExists(path));

        var running = await folder.ReadRunningAsync(cancellationToken);
        var temporary = path + ".part";
        try
        {
            await WriteAsync(temporary, request, folder, running, cancellationToken);
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }

        return new SandboxArchive(name, path, running?.World ?? await WorldAsync(folder, cancellationToken), new FileInfo(path).Length);
    }

    private static async Task WriteAsync(string path, ExportSandboxRequest request, SandboxFolder folder, SandboxDescription? running, CancellationToken cancellationToken)
    {
        await using var file = SandboxArchiveFile.Create(path);
        using var archive = new ZipArchive(file, ZipArchiveMode.Create);
        await using (var manifest = archive.CreateEntry(SandboxArchiveFile.ManifestEntry).Open())
            await JsonSerializer.SerializeAsync(manifest, new SandboxArchiveFile.Manifest(SandboxArchiveFile.Format, folder.Name), SandboxArchiveFile.Json, cancellationToken);

        if (running is not null)
        {
            using var control = await SandboxControl.OpenAsync(request.Target, cancellationToken);
            await using var world = archive.CreateEntry(SandboxArchiveFile.WorldEntry, CompressionLevel.NoCompression).Open();
            await control.DownloadAsync("export", world, cancellationToken);
        }
        else
        {
            await SandboxArchiveFile.AddFolderAsync(archive, folder.Data, "data", cancellationToken);
        }

        await SandboxArchiveFile.AddFolderAsync(archive, folder.State, "state", cancellationToken);
    }

    private static async Task<string> WorldAsync(SandboxFolder folder, CancellationToken cancellationToken) =>
        (await SandboxDescription.ReadAsync(Path.Combine(folder.Data, "sandbox.json"), cancellationToken))?.World ?? "";
}
