using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace OptaPS.Kubernetes.Logs;

/// <summary>Reads the logs of several containers as one.</summary>
/// <param name="client">The cluster.</param>
/// <param name="time">The clock.</param>
public sealed class LogMerger(IKubernetesClient client, TimeProvider time)
{
    private const int MostWaiting = 10_000;

    /// <summary>How long lines of a followed log wait for earlier ones of other containers.</summary>
    private static readonly TimeSpan Window = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// Lines in time order. With <see cref="LogQuery.Follow"/> nobody knows what is still to come: what arrives within a quarter of a second is put in
    /// order, and a line that is later than that comes late.
    /// </summary>
    /// <param name="queries">The containers; timestamps are asked for in any case.</param>
    /// <param name="cancellationToken">Stops.</param>
    public IAsyncEnumerable<LogLine> ReadAsync(IReadOnlyList<LogQuery> queries, CancellationToken cancellationToken)
    {
        var timed = queries.Select(query => query with { Timestamps = true }).ToList();
        return timed.Exists(query => query.Follow) ? ByArrivalAsync(timed, cancellationToken) : ByTimeAsync(timed, cancellationToken);
    }

    private async IAsyncEnumerable<LogLine> ByTimeAsync(List<LogQuery> queries, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var sources = queries.Select(query => client.ReadLogsAsync(query, cancellationToken).GetAsyncEnumerator(cancellationToken)).ToList();
        try
        {
            var heads = new PriorityQueue<int, (DateTimeOffset, int)>();
            var filled = await Task.WhenAll(sources.Select(source => source.MoveNextAsync().AsTask()));
            for (var i = 0; i < sources.Count; i++)
                if (filled[i])
                    heads.Enqueue(i, (sources[i].Current.Time ?? DateTimeOffset.MinValue, i));
            while (heads.TryDequeue(out var source, out var last))
            {
                yield return sources[source].Current;
                // A line without a time belongs to the line before it.
                if (await sources[source].MoveNextAsync())
                    heads.Enqueue(source, (sources[source].Current.Time ?? last.Item1, source));
            }
        }
        finally
        {
            foreach (var source in sources)
                await source.DisposeAsync();
        }
    }

    private async IAsyncEnumerable<LogLine> ByArrivalAsync(List<LogQuery> queries, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var lines = Channel.CreateBounded<LogLine>(1000);
        var copying = CopyAllAsync(queries, lines.Writer, stop.Token);
        try
        {
            var collector = new LineCollector(lines.Reader, MostWaiting);
            while (await collector.CollectAsync(Window, time, cancellationToken) is { Count: > 0 } batch)
                foreach (var line in batch)
                    yield return line;
            await lines.Reader.Completion;
        }
        finally
        {
            await stop.CancelAsync();
            await copying;
        }
    }

    private async Task CopyAllAsync(List<LogQuery> queries, ChannelWriter<LogLine> writer, CancellationToken cancellationToken)
    {
        try
        {
            await Task.WhenAll(queries.Select(async query =>
            {
                await foreach (var line in client.ReadLogsAsync(query, cancellationToken))
                    await writer.WriteAsync(line, cancellationToken);
            }));
            writer.TryComplete();
        }
        catch (OperationCanceledException)
        {
            writer.TryComplete();
        }
        catch (Exception exception)
        {
            writer.TryComplete(exception);
        }
    }
}
