using System.Text.Json;
using System.Text.Json.Nodes;

namespace OptaPS.Kubernetes.Http;

/// <summary>Sends requests with deadlines and retries, and reads JSON answers.</summary>
internal sealed class RequestSender(ClusterTransport transport, RetryPolicy retry, TimeSpan timeout, TimeProvider time)
{
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 256 };

    private static readonly TimeSpan Unnoticed = TimeSpan.FromMinutes(1);
    private long ahead;

    public Uri Endpoint => transport.Endpoint;

    /// <summary>How far the server's clock is ahead of this machine's (negative: behind) by the newest answer; zero when that is too little to matter.</summary>
    public TimeSpan ServerAhead => new(Interlocked.Read(ref ahead));

    /// <summary>Sends and reads the whole answer; null for an empty one.</summary>
    /// <exception cref="KubernetesException">The call failed for good.</exception>
    public Task<JsonNode?> SendAsync(KubernetesRequest request, CancellationToken cancellationToken) =>
        RepeatAsync(request, stream: false, async (response, token) =>
        {
            using (response)
            {
                await using var body = await response.Content.ReadAsStreamAsync(token);
                return response.Content.Headers.ContentLength == 0 ? null : await JsonNode.ParseAsync(body, documentOptions: Deep, cancellationToken: token);
            }
        }, cancellationToken);

    /// <summary>Sends and hands over the answer as soon as its head is there. The caller disposes it.</summary>
    /// <exception cref="KubernetesException">The call failed for good.</exception>
    public Task<HttpResponseMessage> OpenAsync(KubernetesRequest request, CancellationToken cancellationToken) =>
        RepeatAsync(request, stream: true, (response, _) => Task.FromResult(response), cancellationToken);

    private async Task<T> RepeatAsync<T>(KubernetesRequest request, bool stream, Func<HttpResponseMessage, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        var refresh = false;
        var mayHaveLanded = false;
        for (var attempt = 1; ; attempt++)
        {
            KubernetesException failure;
            try
            {
                return await AttemptAsync(request, stream, refresh, read, cancellationToken);
            }
            catch (KubernetesException exception)
            {
                failure = exception;
            }

            // The object of a delete that is gone after an earlier try without an answer: that try did it.
            if (mayHaveLanded && failure.Failure == KubernetesFailure.NotFound && request.Method == HttpMethod.Delete)
                return default!;
            mayHaveLanded |= failure.EffectUnknown;
            if (failure is { Failure: KubernetesFailure.Unauthorized, Status: 401 } && !refresh)
            {
                refresh = true;
                continue;
            }

            if (retry.PauseAfter(failure, request.Repeatable, attempt) is not { } pause)
                throw failure;
            await Task.Delay(pause, time, cancellationToken);
        }
    }

    private async Task<T> AttemptAsync<T>(KubernetesRequest request, bool stream, bool refresh, Func<HttpResponseMessage, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        var limit = request.Timeout ?? timeout;
        using var timer = new CancellationTokenSource(limit, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        try
        {
            var response = await transport.SendAsync(request, stream, refresh, linked.Token);
            if (response.Headers.Date - time.GetUtcNow() is { } difference)
                Interlocked.Exchange(ref ahead, difference.Duration() > Unnoticed ? difference.Ticks : 0);
            if (!response.IsSuccessStatusCode)
                using (response)
                    throw await FailureReader.ReadAsync(request, response, Endpoint, time.GetUtcNow(), linked.Token);
            WarningHeader.Report(response, request.OnWarning);
            return await read(response, linked.Token);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw TransportFailure.TimedOut(request, Endpoint, limit, exception);
        }
        catch (Exception exception) when (exception is not KubernetesException && TransportFailure.Read(exception, request, Endpoint) is not null)
        {
            throw TransportFailure.Read(exception, request, Endpoint)!;
        }
    }
}
