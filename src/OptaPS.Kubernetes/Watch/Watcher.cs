using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OptaPS.Kubernetes.Discovery;
using OptaPS.Kubernetes.Http;
using OptaPS.Kubernetes.Objects;

namespace OptaPS.Kubernetes.Watch;

/// <summary>Watches collections; reconnects and resumes from the last resource version it saw.</summary>
internal sealed class Watcher(RequestSender sender, DiscoveryCache discovery, ObjectReader reader, TimeProvider time)
{
    private const int ServerSeconds = 290;
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(ServerSeconds + 30);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    public async IAsyncEnumerable<WatchEvent> WatchAsync(ListQuery query, string? resourceVersion, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var resource = await discovery.ResolveAsync(query.Kind, cancellationToken);
        var request = new KubernetesRequest(HttpMethod.Get, "") { Verb = "watch", Object = ObjectReader.Describe(resource, query) };
        if (resourceVersion is null)
        {
            // A list first: the synthetic events of a watch without a version come in no order that could be resumed from.
            await foreach (var page in reader.PagesAsync(query, cancellationToken))
            {
                resourceVersion ??= page.ResourceVersion;
                foreach (var item in page.Items)
                    yield return new(WatchEventType.Added, item);
            }

            yield return new(WatchEventType.Bookmark, new JsonObject { ["metadata"] = new JsonObject { ["resourceVersion"] = resourceVersion } });
        }

        var fruitless = 0;
        while (true)
        {
            var started = time.GetTimestamp();
            var events = 0;
            await foreach (var change in ConnectionAsync(request with { PathAndQuery = PathOf(resource, query, resourceVersion) }, cancellationToken))
            {
                events++;
                if (change.Object.GetResourceVersion() is { } version)
                    resourceVersion = version;
                yield return change;
            }

            // A connection that ended at once without an event is followed by a pause that grows.
            fruitless = events == 0 && time.GetElapsedTime(started) < LongestPause ? fruitless + 1 : 0;
            if (fruitless > 0)
                await Task.Delay(TimeSpan.FromMilliseconds(Math.Min(LongestPause.TotalMilliseconds, FirstPause.TotalMilliseconds * Math.Pow(2, Math.Min(fruitless, 10) - 1))), time, cancellationToken);
        }
    }

    private static string PathOf(ApiResource resource, ListQuery query, string? resourceVersion) => ObjectReader.Parameters(query)
        .Add("watch", "true")
        .Add("allowWatchBookmarks", "true")
        .Add("timeoutSeconds", ServerSeconds.ToString())
        .Add("resourceVersion", resourceVersion)
        .On(resource.CollectionPath(query.Namespace));

    /// <summary>The events of one connection; ends when the connection does, however it does.</summary>
    private async IAsyncEnumerable<WatchEvent> ConnectionAsync(KubernetesRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var response = await sender.OpenAsync(request, cancellationToken);
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
            switch (message.Text("type"))
            {
                case "ADDED":
                    yield return new(WatchEventType.Added, body);
                    break;
                case "MODIFIED":
                    yield return new(WatchEventType.Modified, body);
                    break;
                case "DELETED":
                    yield return new(WatchEventType.Deleted, body);
                    break;
                case "BOOKMARK":
                    yield return new(WatchEventType.Bookmark, body);
                    break;
                default:
                    var failure = FailureReader.FromStatus(body, request, sender.Endpoint);
                    if (failure.Failure is KubernetesFailure.Server or KubernetesFailure.Throttled)
                        yield break;
                    throw failure;
            }
        }
    }

    // Null at the end: also when the connection broke, or nothing (not even the server's own end) came for too long.
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
            return JsonNode.Parse(line, documentOptions: new JsonDocumentOptions { MaxDepth = 256 }) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
