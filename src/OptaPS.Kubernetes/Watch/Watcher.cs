using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using OptaPS.Kubernetes.Discovery;
using OptaPS.Kubernetes.Http;
using OptaPS.Kubernetes.Objects;

namespace OptaPS.Kubernetes.Watch;

/// <summary>
/// Watches collections; reconnects and resumes from the last resource version it saw. The state at the start comes on the watch's own
/// connection (watch-list) from servers that stream it, else from a list in pages.
/// </summary>
internal sealed class Watcher(RequestSender sender, DiscoveryCache discovery, ObjectReader reader, TimeProvider time)
{
    private const int ServerSeconds = 290;
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(ServerSeconds + 30);
    private static readonly TimeSpan InitialSilence = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);
    private volatile bool streamsNoLists;

    public async IAsyncEnumerable<WatchEvent> WatchAsync(ListQuery query, string? resourceVersion, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var resource = await discovery.ResolveAsync(query.Kind, cancellationToken);
        var listFirst = false;
        var fruitless = 0;
        while (true)
        {
            if (resourceVersion is null && (listFirst || streamsNoLists))
            {
                await foreach (var page in reader.PagesAsync(query, accept: null, cancellationToken))
                {
                    resourceVersion ??= page.ResourceVersion;
                    foreach (var item in page.Items)
                        yield return new(WatchEventType.Added, item);
                }

                yield return new(WatchEventType.Bookmark, new JsonObject { ["metadata"] = new JsonObject { ["resourceVersion"] = resourceVersion } });
            }

            var started = time.GetTimestamp();
            var events = 0;
            using var connection = await OpenAsync(resource, query, resourceVersion, cancellationToken);
            if (connection is null)
                continue;
            var initial = resourceVersion is null ? new InitialState() : null;
            await foreach (var change in connection.ReadAsync(cancellationToken))
            {
                events++;
                if (initial is not null && !InitialState.IsEnd(change))
                {
                    initial.Take(change);
                    continue;
                }

                foreach (var item in initial?.Objects ?? [])
                    yield return new(WatchEventType.Added, item);
                initial = null;
                connection.Silence = Silence;
                if (change.Object.GetResourceVersion() is { } version)
                    resourceVersion = version;
                yield return change;
            }

            // What was cut before its end comes page by page the next time, so that there is progress over any connection.
            listFirst = initial is not null;

            // A connection that ended at once without an event is followed by a pause that grows.
            fruitless = events == 0 && time.GetElapsedTime(started) < LongestPause ? fruitless + 1 : 0;
            if (fruitless > 0)
                await Task.Delay(TimeSpan.FromMilliseconds(Math.Min(LongestPause.TotalMilliseconds, FirstPause.TotalMilliseconds * Math.Pow(2, Math.Min(fruitless, 10) - 1))), time, cancellationToken);
        }
    }

    /// <summary>Opens a connection; null when the server does not stream the initial state (the feature is off, or it is too old).</summary>
    private async Task<WatchConnection?> OpenAsync(ApiResource resource, ListQuery query, string? resourceVersion, CancellationToken cancellationToken)
    {
        var path = ObjectReader.Parameters(query)
            .Add("watch", "true")
            .Add("allowWatchBookmarks", "true")
            .Add("timeoutSeconds", ServerSeconds.ToString())
            .Add("resourceVersion", resourceVersion)
            .Add("sendInitialEvents", resourceVersion is null)
            .Add("resourceVersionMatch", resourceVersion is null ? "NotOlderThan" : null)
            .On(resource.CollectionPath(query.Namespace));
        var request = new KubernetesRequest(HttpMethod.Get, path) { Verb = "watch", Object = ObjectReader.Describe(resource, query) };
        try
        {
            return new(await sender.OpenAsync(request, cancellationToken), request, sender.Endpoint, time) { Silence = resourceVersion is null ? InitialSilence : Silence };
        }
        catch (KubernetesException exception) when (resourceVersion is null && exception.Failure == KubernetesFailure.Invalid)
        {
            streamsNoLists = true;
            return null;
        }
    }
}
