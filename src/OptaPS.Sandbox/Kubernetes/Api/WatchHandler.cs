using System.Buffers;
using System.Text;
using System.Threading.Channels;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Storage;

namespace OptaPS.Sandbox.Kubernetes.Api;

/// <summary>Streams changes of a kind as watch events.</summary>
internal sealed class WatchHandler(Cluster cluster)
{
    private static readonly TimeSpan BookmarkInterval = TimeSpan.FromSeconds(55);

    public async Task WatchAsync(ApiRequest request)
    {
        var form = Negotiator.Choose(request, transforms: true);
        var labels = LabelSelector.Parse(request.Query("labelSelector"));
        var fields = FieldSelector.Parse(request.Query("fieldSelector"), request.Kind);
        var name = request.Info.Name.Length > 0 ? request.Info.Name : null;
        var version = request.Query("resourceVersion");
        var bookmarks = request.QueryFlag("allowWatchBookmarks");
        var initial = WatchOptions.InitialEvents(request);
        IReadOnlyList<StoredObject> first = [];
        StoreSubscription changes;
        long at;
        if (version is "" or "0" && initial != false)
        {
            (first, at, changes) = cluster.Store.ListAndSubscribe(request.Kind.Storage, request.Info.Namespace);
        }
        else if (version is "" or "0")
        {
            (_, at, changes) = cluster.Store.ListAndSubscribe(request.Kind.Storage, request.Info.Namespace);
        }
        else if (initial == true)
        {
            var wanted = ResourceVersions.Parse(version, request.Kind, "watch");
            (first, at, changes) = cluster.Store.ListAndSubscribe(request.Kind.Storage, request.Info.Namespace);
            if (wanted > at)
            {
                changes.Dispose();
                await OpenAsync(request, form);
                await SendAsync(request, "ERROR", JsonText.ToBytes(ResourceVersions.TooLarge(wanted, at).ToStatus()));
                return;
            }
        }
        else
        {
            at = ResourceVersions.Parse(version, request.Kind, "watch");
            var current = cluster.Store.Version;
            if (at > current + 1_000_000)
                throw ResourceVersions.TooLarge(at, current);
            try
            {
                changes = cluster.Store.Subscribe(request.Kind.Storage, at);
            }
            catch (HistoryExpiredException e)
            {
                await OpenAsync(request, form);
                await SendAsync(request, "ERROR", JsonText.ToBytes(ApiErrors.Expired($"too old resource version: {at} ({e.Oldest})").ToStatus()));
                return;
            }
        }

        using (changes)
        {
            await OpenAsync(request, form);
            var stream = new WatchStream(cluster, request, form, item => (name is null || item.Key.Name == name)
                && (request.Info.Namespace.Length == 0 || item.Key.Namespace == request.Info.Namespace) && labels.Matches(item.Body) && fields.Matches(item.Body), SendAsync);
            foreach (var item in first)
                await stream.InitialAsync(item);
            if (initial == true && bookmarks)
                await stream.BookmarkAsync(at, initialEnd: true);
            using var timeout = CancellationTokenSource.CreateLinkedTokenSource(request.Aborted);
            timeout.CancelAfter(WatchOptions.Timeout(request));
            await FollowAsync(stream, changes.Reader, bookmarks, at, timeout.Token);
        }
    }

    private static async Task FollowAsync(WatchStream stream, ChannelReader<StoreEvent> reader, bool bookmarks, long at, CancellationToken ct)
    {
        try
        {
            while (true)
            {
                using var pause = CancellationTokenSource.CreateLinkedTokenSource(ct);
                pause.CancelAfter(BookmarkInterval);
                try
                {
                    if (!await reader.WaitToReadAsync(pause.Token))
                        return;
                }
                catch (OperationCanceledException) when (!ct.IsCancellationRequested)
                {
                    if (bookmarks)
                        await stream.BookmarkAsync(at, initialEnd: false);
                    continue;
                }

                while (reader.TryRead(out var change))
                {
                    at = change.Version;
                    await stream.ChangeAsync(change);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The time is up or the client is gone: either way the stream just ends.
        }
    }

    private static async Task OpenAsync(ApiRequest request, ResponseForm form)
    {
        var response = request.Http.Response;
        response.StatusCode = 200;
        response.ContentType = "application/json";
        await response.StartAsync(request.Aborted);
        await response.Body.FlushAsync(request.Aborted);
    }

    private static async Task SendAsync(ApiRequest request, string type, byte[] body)
    {
        if (request.Aborted.IsCancellationRequested)
            return;
        var writer = request.Http.Response.BodyWriter;
        writer.Write(Encoding.ASCII.GetBytes($"{{\"type\":\"{type}\",\"object\":"));
        writer.Write(body);
        writer.Write("}\n"u8);
        await writer.FlushAsync(request.Aborted);
    }
}
