using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using OptaPS.Sandbox.Kubernetes.Hosting;

namespace OptaPS.Sandbox.RequestLog;

/// <summary>The shared request log: readable as soon as the answer was sent, appended to a file behind it.</summary>
internal sealed class RequestJournal : IRequestLog, IAsyncDisposable
{
    private const int Kept = 200_000;
    private const int TailBytes = 64 * 1024;
    private readonly List<LogEntry> _entries = [];
    private readonly Lock _gate = new();
    private readonly Channel<LogEntry> _queue = Channel.CreateUnbounded<LogEntry>(new UnboundedChannelOptions { SingleReader = true });
    private readonly string _path;
    private readonly Task _writer;
    private long _last;
    private long _older;

    public RequestJournal(string folder)
    {
        _path = Path.Combine(folder, "requests.jsonl");
        _older = _last = LastPosition(_path);
        var continued = _older > 0;
        _writer = Task.Run(() => WriteLoopAsync(continued));
    }

    public long Last => Interlocked.Read(ref _last);

    public LogEntry Add(LogEntry entry)
    {
        lock (_gate)
        {
            entry = entry with { Seq = ++_last };
            _entries.Add(entry);
            if (_entries.Count > Kept)
            {
                _entries.RemoveRange(0, Kept / 10);
            }

            _queue.Writer.TryWrite(entry);
        }

        return entry;
    }

    public IReadOnlyList<LogEntry> Query(RequestFilter filter)
    {
        lock (_gate)
        {
            Load();
            var found = _entries.Skip(After(filter.Since)).Where(filter.Matches).Take(filter.Limit);
            return filter.Tail == int.MaxValue ? [.. found] : [.. found.TakeLast(filter.Tail)];
        }
    }

    // Entries are in order of their positions; the first after one is found by halves.
    private int After(long position)
    {
        var (low, high) = (0, _entries.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _entries[middle].Seq <= position ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    void IRequestLog.Record(KubernetesRequestEntry entry) => Add(new LogEntry
    {
        Time = entry.Time,
        Service = "kubernetes:" + entry.ClusterId,
        Operation = entry.Verb,
        ResourceType = entry.Resource.Length > 0 ? entry.Resource : entry.Path,
        Identifier = entry.Namespace.Length > 0 ? entry.Namespace + "/" + entry.Name : entry.Name,
        Who = entry.User,
        UserAgent = entry.UserAgent,
        Status = entry.Status,
        RequestId = entry.RequestId,
        Mutating = entry.Mutating,
        Effect = entry.Changed,
        Token = entry.FieldManager,
        Fault = entry.Fault
    });

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _writer;
    }

    // Only the position is needed to start; the entries are read when somebody asks for them.
    private static long LastPosition(string path)
    {
        if (!File.Exists(path))
        {
            return 0;
        }

        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var tail = new byte[Math.Min(file.Length, TailBytes)];
        file.Seek(-tail.Length, SeekOrigin.End);
        file.ReadExactly(tail);
        return Encoding.UTF8.GetString(tail).Split('\n').Select(Parse).LastOrDefault(e => e is not null)?.Seq ?? 0;
    }

    private void Load()
    {
        if (_older == 0)
        {
            return;
        }

        var older = new List<LogEntry>();
        using (var reader = new StreamReader(new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite)))
        {
            while (reader.ReadLine() is { } line)
            {
                if (Parse(line) is { } entry && entry.Seq <= _older)
                {
                    older.Add(entry);
                }
            }
        }

        _entries.InsertRange(0, older.TakeLast(Kept));
        _older = 0;
    }

    private static LogEntry? Parse(string line)
    {
        try
        {
            return line.StartsWith('{') && line.EndsWith('}') ? JsonSerializer.Deserialize<LogEntry>(line) : null;
        }
        catch (JsonException)
        {
            // The beginning of a line that was cut.
            return null;
        }
    }

    private async Task WriteLoopAsync(bool continued)
    {
        await using var file = new StreamWriter(_path, append: true);
        if (continued)
        {
            // The last line may have been cut; a new one starts in any case.
            await file.WriteLineAsync();
        }

        while (await _queue.Reader.WaitToReadAsync())
        {
            while (_queue.Reader.TryRead(out var entry))
            {
                await file.WriteLineAsync(JsonSerializer.Serialize(entry));
            }

            await file.FlushAsync();
        }
    }
}
