using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Traffic;

namespace OptaPS.Sandbox.Kubernetes.Entry;

/// <summary>Sends a call on to the service that its route names, with the route's timeouts, retries and mirrors, and writes the answer.</summary>
internal sealed class PodResponder(Cluster cluster)
{
    public async Task AnswerAsync(HttpContext context, EntryCall call, RouteTarget target)
    {
        var client = target.Proxies.Count > 0 ? target.Proxies[RandomNumberGenerator.GetInt32(target.Proxies.Count)] : null;
        var request = new PodRequest(client, target.Namespace, target.Service, target.Port, call.Method, target.Path)
        {
            Scheme = call.IsHttps ? "https" : "http",
            Host = target.Host ?? call.Host,
            Protocol = call.Protocol,
            Query = call.QueryText,
            Headers = target.Headers ?? call.Headers,
            Route = target.Route
        };
        foreach (var (ns, service, port) in target.Mirrors)
            await cluster.Caller.CallAsync(request with { Namespace = ns, Service = service, Port = port }, context.RequestAborted);
        var answer = await TryAsync(request, target, context.RequestAborted);
        Change(context.Response.Headers, target.AnswerHeaders);
        if (call.IsGrpc)
            await GrpcAnswer.WriteAsync(context, answer);
        else if (answer.Refusal is { } why)
            await EntryRouter.RefuseAsync(context, answer.Status, why);
        else
            await WriteAsync(context, answer);
    }

    private async Task<PodAnswer> TryAsync(PodRequest request, RouteTarget target, CancellationToken aborted)
    {
        using var whole = Limit(target.RequestTimeout, aborted);
        var tries = 1 + (target.Retry?.Attempts ?? 0);
        for (var attempt = 1; ; attempt++)
        {
            using var one = Limit(target.AttemptTimeout, whole.Token);
            PodAnswer answer;
            try
            {
                answer = await cluster.Caller.CallAsync(request, one.Token);
            }
            catch (OperationCanceledException) when (!aborted.IsCancellationRequested)
            {
                var limit = whole.IsCancellationRequested ? $"timeouts.request {target.RequestTimeout}" : $"timeouts.backendRequest {target.AttemptTimeout}";
                answer = PodAnswer.Refused(504, $"service {target.Namespace}/{target.Service} did not answer within {limit} of route {target.Route}");
            }

            if (attempt >= tries || !target.Retry!.Codes.Contains(answer.Status) || whole.IsCancellationRequested)
                return answer;
            await Task.Delay(target.Retry.Backoff, whole.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static CancellationTokenSource Limit(TimeSpan? timeout, CancellationToken outer)
    {
        var source = CancellationTokenSource.CreateLinkedTokenSource(outer);
        if (timeout is { } limit)
            source.CancelAfter(limit);
        return source;
    }

    private static void Change(IHeaderDictionary headers, IReadOnlyList<HeaderChange> changes)
    {
        foreach (var change in changes)
        {
            if (change.Verb == "set")
                headers[change.Name] = change.Value;
            else if (change.Verb == "add")
                headers.Append(change.Name, change.Value);
            else
                headers.Remove(change.Name);
        }
    }

    private static async Task WriteAsync(HttpContext context, PodAnswer answer)
    {
        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = "application/json";
        await context.Response.Body.WriteAsync(JsonText.ToBytes(answer.Body ?? new JsonObject()), context.RequestAborted);
    }
}
