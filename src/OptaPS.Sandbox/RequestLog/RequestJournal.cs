using System.Text.Json;
using System.Threading.Channels;
using OptaPS.Sandbox.Kubernetes.Hosting;

namespace OptaPS.Sandbox.RequestLog;

/// <summary>The shared request log: readable as soon as the answer was sent, appended to a file behind it.</summary>
internal sealed class RequestJournal : IRequestLog, IAsyncDisposable
{
    private const int Kept = 200_000;
    private readonly List<LogEntry> _entries = [];
    private readonly Lock _gate = new();
    private readonly Channel<LogEntry> _queue = Channel.CreateUnbounded<LogEntry>(new UnboundedChannelOptions { SingleReader = true });
    private readonly string _path;
    private readonly Task _writer;
    private long _last;

    public RequestJournal(string folder)
    {
        _path = Path.Combine(folder, "requests.jsonl");
        Load();
        _writer = Task.Run(WriteLoopAsync);
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
            // Positions have no gaps, so what is older than wanted is skipped without looking at it.
            var older = _entries.Count == 0 ? 0 : (int)Math.Clamp(filter.Since - _entries[0].Seq + 1, 0, _entries.Count);
            var found = _entries.Skip(older).Where(filter.Matches).Take(filter.Limit);
            return filter.Tail == int.MaxValue ? [.. found] : [.. found.TakeLast(filter.Tail)];
        }
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

    private void Load()
    {
        if (!File.Exists(_path))
        {
            return;
        }

        foreach (var line in File.ReadLines(_path))
        {
            if (line.EndsWith('}') && JsonSerializer.Deserialize<LogEntry>(line) is { } entry)
            {
                _entries.Add(entry);
                _last = Math.Max(_last, entry.Seq);
            }
        }
    }

    private async Task WriteLoopAsync()
    {
        await using var file = new StreamWriter(_path, append: true);
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
