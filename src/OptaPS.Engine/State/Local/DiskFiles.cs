namespace OptaPS.Engine.State.Local;

/// <summary>State files on the local disk, readable by their owner only.</summary>
internal sealed class DiskFiles : IStateFiles
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const int MoveAttempts = 20;

    public IReadOnlyList<string> ListFolders(string folder) =>
        Directory.Exists(folder) ? [.. Directory.EnumerateDirectories(folder).Select(path => Path.GetFileName(path))] : [];

    public IReadOnlyList<string> ListFiles(string folder) =>
        Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder).Select(path => Path.GetFileName(path))] : [];

    public byte[]? Read(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var content = new byte[stream.Length];
            stream.ReadExactly(content);
            return content;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    public IJournalFile OpenJournal(string path)
    {
        MakeFolder(Path.GetDirectoryName(path)!);
        return new DiskJournalFile(Open(path, FileMode.OpenOrCreate, FileShare.ReadWrite | FileShare.Delete));
    }

    public void Replace(string path, ReadOnlySpan<byte> content)
    {
        MakeFolder(Path.GetDirectoryName(path)!);
        var draft = path + ".new";
        using (var stream = Open(draft, FileMode.Create, FileShare.None))
        {
            stream.Write(content);
            stream.Flush(flushToDisk: true);
        }

        for (var attempt = 1; ; attempt++)
        {
            try
            {
                File.Move(draft, path, overwrite: true);
                return;
            }
            catch (Exception exception) when (OperatingSystem.IsWindows() && attempt < MoveAttempts && exception is IOException or UnauthorizedAccessException)
            {
                // A reader or a virus scanner has the old file open for a moment.
                Thread.Yield();
            }
        }
    }

    public void Delete(string path)
    {
        if (File.Exists(path))
            File.Delete(path);
    }

    public void DeleteFolder(string folder)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    public IDisposable? TryLock(string path)
    {
        MakeFolder(Path.GetDirectoryName(path)!);
        try
        {
            return Open(path, FileMode.OpenOrCreate, FileShare.None);
        }
        catch (IOException exception) when (IsInUse(exception))
        {
            return null;
        }
    }

    // Another process has it open: ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION, or EWOULDBLOCK of Linux and of macOS. A full or read-only disk is neither.
    private static bool IsInUse(IOException exception) => (exception.HResult & 0xFFFF) is var code && (OperatingSystem.IsWindows() ? code is 32 or 33 : code is 11 or 35);

    private static FileStream Open(string path, FileMode mode, FileShare share)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = share, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        return new FileStream(path, options);
    }

    private static void MakeFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
    }
}
