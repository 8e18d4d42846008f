using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OptaPS.Kubernetes.Http;
using OptaPS.Kubernetes.Objects;

namespace OptaPS.Kubernetes.Watch;

/// <summary>One open connection of a watch.</summary>
internal sealed class WatchConnection(HttpResponseMessage response, KubernetesRequest request, Uri endpoint, TimeProvider time) : IDisposable
{
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 256 };

    /// <summary>How long nothing may come, not even the server's own end, before the connection counts as dead.</summary>
    public required TimeSpan Silence { get; set; }

    /// <summary>The events; ends when the connection does, however it does.</summary>
    /// <exception cref="KubernetesException">The server said why it does not go on (history gone, no rights).</exception>
    public async IAsyncEnumerable<WatchEvent> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        using var lines = new StreamReader(stream, Encoding.UTF8, detectEncodingFromByteOrderMarks: false, bufferSize: 32 * 1024);
        while (await ReadLineAsync(lines, cancellationToken) is { } line)
        {
            if (line.Length == 0)
                continue;
            if (Parse(line) is not { } message)
                yield break;
            var body = message["object"] as JsonObject ?? [];
            message.Remove("object");
            if (TypeOf(message.Text("type")) is { } type)
            {
                yield return new(type, body);
                continue;
            }

            var failure = FailureReader.FromStatus(body, request, endpoint);
            if (failure.Failure is KubernetesFailure.Server or KubernetesFailure.Throttled)
                yield break;
            throw failure;
        }
    }

    public void Dispose() => response.Dispose();

    private static WatchEventType? TypeOf(string? word) => word switch
    {
        "ADDED" => WatchEventType.Added,
        "MODIFIED" => WatchEventType.Modified,
        "DELETED" => WatchEventType.Deleted,
        "BOOKMARK" => WatchEventType.Bookmark,
        _ => null,
    };

    // Null at the end: also when the connection broke, or nothing came for too long.
    private async Task<string?> ReadLineAsync(StreamReader lines, CancellationToken cancellationToken)
    {
        using var timer = new CancellationTokenSource(Silence, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        try
        {
            return await lines.ReadLineAsync(linked.Token);
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }

    // A line that was cut in the middle is not JSON: the connection is over.
    private static JsonObject? Parse(string line)
    {
        try
        {
            return JsonNode.Parse(line, documentOptions: Deep) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
