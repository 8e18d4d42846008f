namespace OptaPS.Configuration.Tests;

/// <summary>A temporary folder with files of a test.</summary>
public sealed class TestFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("opta-config-").FullName;

    public LoadOptions Options => new() { BaseDirectory = Path };

    public string Write(string name, string text)
    {
        var file = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        return file;
    }

    public async Task<LoadResult> LoadAsync(string name, string text, LoadOptions? options = null)
    {
        Write(name, text);
        return await ConfigurationLoader.LoadAsync(name, (options ?? Options) with { BaseDirectory = Path });
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
