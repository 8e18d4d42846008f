using System.Globalization;
using System.Runtime.CompilerServices;
using OptaPS.Kubernetes.Http;
using OptaPS.Kubernetes.Objects;

namespace OptaPS.Kubernetes.Logs;

/// <summary>Streams the log of one container.</summary>
internal sealed class LogReader(RequestSender sender)
{
    public async IAsyncEnumerable<LogLine> ReadAsync(LogQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var path = new QueryText()
            .Add("container", query.Container)
            .Add("follow", query.Follow)
            .Add("previous", query.Previous)
            .Add("tailLines", query.TailLines?.ToString())
            .Add("sinceSeconds", query.Since is { } since ? Math.Max(1, (long)Math.Ceiling(since.TotalSeconds)).ToString() : null)
            .Add("sinceTime", query.SinceTime?.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffffffZ", CultureInfo.InvariantCulture))
            .Add("timestamps", query.Timestamps)
            .On($"/api/v1/namespaces/{Uri.EscapeDataString(query.Namespace)}/pods/{Uri.EscapeDataString(query.Pod)}/log");
        var request = new KubernetesRequest(HttpMethod.Get, path) { Accept = "*/*", Verb = "read the log of", Object = $"Pod {query.Namespace}/{query.Pod}" };
        using var response = await sender.OpenAsync(request, cancellationToken);
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        using var reader = new StreamReader(stream);
        while (await ReadLineAsync(reader, request, cancellationToken) is { } line)
            yield return Parse(query, line);
    }

    private async Task<string?> ReadLineAsync(StreamReader reader, KubernetesRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadLineAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException)
        {
            throw TransportFailure.Read(exception, request, sender.Endpoint)!;
        }
    }

    private static LogLine Parse(LogQuery query, string line)
    {
        if (query.Timestamps && line.IndexOf(' ', StringComparison.Ordinal) is var space and > 0
            && DateTimeOffset.TryParse(line.AsSpan(0, space), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at))
            return new(query.Pod, query.Container, at, line[(space + 1)..]);
        return new(query.Pod, query.Container, null, line);
    }
}
