using System.Threading.Channels;

namespace OptaPS.Kubernetes.Logs;

/// <summary>Collects what arrives within a window of time and puts it in order.</summary>
internal sealed class LineCollector(ChannelReader<LogLine> reader, int most)
{
    private Task<bool>? more;

    /// <summary>The next lines by time, those without a time behind the one that they arrived after; none at the end.</summary>
    public async Task<IReadOnlyList<LogLine>> CollectAsync(TimeSpan window, TimeProvider time, CancellationToken cancellationToken)
    {
        var lines = new List<(DateTimeOffset Time, LogLine Line)>();
        var lastOf = new Dictionary<(string, string?), DateTimeOffset>();
        if (!await MoreAsync(cancellationToken))
            return [];
        var end = Task.Delay(window, time, cancellationToken);
        do
        {
            more = null;
            while (lines.Count < most && reader.TryRead(out var line))
            {
                var key = (line.Pod, line.Container);
                lines.Add((lastOf[key] = line.Time ?? lastOf.GetValueOrDefault(key), line));
            }
        }
        while (lines.Count < most && await Task.WhenAny(MoreAsync(cancellationToken), end) != end && await MoreAsync(cancellationToken));
        return [.. lines.OrderBy(item => item.Time).Select(item => item.Line)];
    }

    // False at the end, and after a failure, which the channel's completion tells.
    private Task<bool> MoreAsync(CancellationToken cancellationToken) => more ??= WaitAsync(cancellationToken);

    private async Task<bool> WaitAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await reader.WaitToReadAsync(cancellationToken);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
