namespace OptaPS.Sandbox.Hosting;

/// <summary>One line per event of the server itself, in a file that a starting program can show when something went wrong.</summary>
internal sealed class ServerLog : IDisposable
{
    private readonly Lock _gate = new();
    private readonly StreamWriter? _file;

    public ServerLog(string? path)
    {
        if (path is not null)
        {
            _file = new StreamWriter(path, append: true) { AutoFlush = true };
        }
    }

    public void Write(string text)
    {
        lock (_gate)
        {
            _file?.WriteLine($"{TimeProvider.System.GetUtcNow():yyyy-MM-dd'T'HH:mm:ss.fff'Z'} {text}");
        }
    }

    public void Dispose() => _file?.Dispose();
}
