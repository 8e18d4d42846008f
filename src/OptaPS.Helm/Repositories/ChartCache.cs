namespace OptaPS.Helm.Repositories;

/// <summary>Archives on disk by digest. What does not have its digest any more is thrown away and fetched again.</summary>
internal sealed class ChartCache(string? folder)
{
    /// <summary>An archive, or null.</summary>
    public async Task<byte[]?> ReadAsync(string digest, CancellationToken cancellationToken)
    {
        if (PathOf(digest) is not { } path || !File.Exists(path))
            return null;
        var archive = await File.ReadAllBytesAsync(path, cancellationToken);
        if (ChartDigest.Of(archive) == digest)
            return archive;
        File.Delete(path);
        return null;
    }

    /// <summary>Keeps an archive; a full disk or a read-only folder only costs the next download.</summary>
    public async Task WriteAsync(string digest, byte[] archive, CancellationToken cancellationToken)
    {
        if (PathOf(digest) is not { } path || File.Exists(path))
            return;
        var temporary = $"{path}.{Guid.NewGuid():N}";
        try
        {
            Directory.CreateDirectory(folder!);
            await File.WriteAllBytesAsync(temporary, archive, cancellationToken);
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            File.Delete(temporary);
        }
    }

    private string? PathOf(string digest)
    {
        var hex = digest.StartsWith("sha256:", StringComparison.Ordinal) ? digest[7..] : "";
        return folder is not null && hex.Length == 64 && hex.All(char.IsAsciiHexDigitLower) ? Path.Combine(folder, $"{hex}.tgz") : null;
    }
}
