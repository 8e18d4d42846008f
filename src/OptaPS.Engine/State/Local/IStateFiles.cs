namespace OptaPS.Engine.State.Local;

/// <summary>The few things that the local backend does with files. Tests put a double in its place that forgets, tears and reorders what was not flushed.</summary>
public interface IStateFiles
{
    /// <summary>Names of the folders in a folder; empty when it does not exist.</summary>
    IReadOnlyList<string> ListFolders(string folder);

    /// <summary>Names of the files in a folder; empty when it does not exist.</summary>
    IReadOnlyList<string> ListFiles(string folder);

    /// <summary>The content of a file, also while somebody appends to it; null when it does not exist.</summary>
    byte[]? Read(string path);

    /// <summary>Opens a file for appending and makes it, with its folder, when it does not exist.</summary>
    IJournalFile OpenJournal(string path);

    /// <summary>Writes a whole file in one step: readers see the old content or the new one, and the new one is flushed before it is seen.</summary>
    void Replace(string path, ReadOnlySpan<byte> content);

    /// <summary>Removes a file, if it exists.</summary>
    void Delete(string path);

    /// <summary>Removes a folder with all files in it, if it exists.</summary>
    void DeleteFolder(string folder);

    /// <summary>Takes a file for this process alone; null when another process has it. The operating system gives it back when the process ends.</summary>
    IDisposable? TryLock(string path);
}
