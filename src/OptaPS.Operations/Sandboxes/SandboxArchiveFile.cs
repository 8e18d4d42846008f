using System.IO.Compression;
using System.Text.Json;
using OptaPS.Diagnostics;

namespace OptaPS.Operations.Sandboxes;

/// <summary>The form of an exported sandbox: a zip of a manifest, the world (a folder <c>data</c>, or the zip that the running sandbox made) and <c>state</c>.</summary>
internal static class SandboxArchiveFile
{
    public const int Format = 1;
    public const string ManifestEntry = "optaps-sandbox.json";
    public const string WorldEntry = "world.zip";
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    // What belongs to a running process, not to the world.
    private static readonly string[] LeftOut = ["sandbox.lock", "sandbox.json"];

    /// <summary>A new file that only its owner can read: the world holds private keys.</summary>
    public static FileStream Create(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.ReadWrite };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = Private;
        return new FileStream(path, options);
    }

    public static async Task AddFolderAsync(ZipArchive archive, string folder, string prefix, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(folder))
            return;

        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            if (LeftOut.Contains(Path.GetFileName(file), StringComparer.Ordinal))
                continue;

            var relative = Path.GetRelativePath(folder, file).Replace(Path.DirectorySeparatorChar, '/');
            await using var target = archive.CreateEntry($"{prefix}/{relative}", CompressionLevel.Fastest).Open();
            await using var source = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            await source.CopyToAsync(target, cancellationToken);
        }
    }

    /// <exception cref="OptaException">The archive is something else, or of a newer format.</exception>
    public static async Task CheckAsync(ZipArchive archive, string path, CancellationToken cancellationToken)
    {
        var entry = archive.GetEntry(ManifestEntry) ?? throw new OptaException(SandboxErrors.NotAnArchive(path, $"it has no {ManifestEntry}"));
        await using var stream = entry.Open();
        Manifest? manifest;
        try
        {
            manifest = await JsonSerializer.DeserializeAsync<Manifest>(stream, Json, cancellationToken);
        }
        catch (JsonException e)
        {
            throw new OptaException(SandboxErrors.NotAnArchive(path, e.Message));
        }

        if (manifest is not { Format: Format })
            throw new OptaException(SandboxErrors.NotAnArchive(path, $"its format is {manifest?.Format ?? 0}, and this version reads {Format}"));
    }

    /// <summary>Writes all entries of the folders below a target folder; an entry that points elsewhere is refused.</summary>
    public static async Task ExtractAsync(ZipArchive archive, string target, CancellationToken cancellationToken)
    {
        var root = Path.GetFullPath(target) + Path.DirectorySeparatorChar;
        foreach (var entry in archive.Entries.Where(e => e.FullName is not (ManifestEntry or WorldEntry) && e.Name.Length > 0))
        {
            var path = Path.GetFullPath(Path.Combine(root, entry.FullName));
            if (!path.StartsWith(root, StringComparison.Ordinal))
                throw new InvalidDataException($"its entry '{entry.FullName}' points out of the folder");

            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await using var source = entry.Open();
            await using var file = Create(path);
            await source.CopyToAsync(file, cancellationToken);
        }
    }

    /// <summary>What says that a zip is an exported sandbox.</summary>
    internal sealed record Manifest(int Format, string Name);
}
