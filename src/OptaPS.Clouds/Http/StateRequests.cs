using System.Net;
using System.Net.Sockets;
using OptaPS.Diagnostics;
using OptaPS.Engine.Providers;

namespace OptaPS.Clouds.Http;

/// <summary>Sends the requests of a store that speaks plain HTTP with bearer tokens, and tells failures that may pass from those that stay.</summary>
/// <param name="client">Sends; belongs to the caller.</param>
/// <param name="token">Gives an access token that is still valid.</param>
/// <param name="service">The service's name, for messages.</param>
/// <param name="requestIdHeader">The answer's header that carries the request id.</param>
internal sealed class StateRequests(HttpClient client, Func<CancellationToken, Task<string>> token, string service, string requestIdHeader)
{
    /// <summary>Sends a request and gives the answer when its status is a success or one of <paramref name="expected"/>.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, string subject, HttpStatusCode[] expected, CancellationToken cancellationToken)
    {
        HttpResponseMessage answer;
        try
        {
            request.Headers.Authorization = new("Bearer", await token(cancellationToken));
            answer = await client.SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellationToken);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or SocketException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new ProviderException(
                new ProviderFailure(
                    new Diagnostic("OPTA2103", Severity.Error, $"{service} cannot be reached at {request.RequestUri?.GetLeftPart(UriPartial.Authority)}.")
                    {
                        Category = DiagnosticCategory.ResourceUnavailable,
                        Resource = subject,
                        Cause = exception.Message,
                        Remedy = "Check the network and the proxy settings, then run the same command again; it goes on where it stopped.",
                    },
                    RetryAdvice.SameToken),
                exception);
        }

        if (answer.IsSuccessStatusCode || expected.Contains(answer.StatusCode))
            return answer;
        using (answer)
            throw await FailureAsync(answer, subject, cancellationToken);
    }

    private async Task<ProviderException> FailureAsync(HttpResponseMessage answer, string subject, CancellationToken cancellationToken)
    {
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        var passes = answer.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout || (int)answer.StatusCode >= 500;
        var denied = answer.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized;
        return new ProviderException(new ProviderFailure(
            new Diagnostic("OPTA2103", Severity.Error, $"{service} answered {(int)answer.StatusCode} for {subject}.")
            {
                Category = denied ? DiagnosticCategory.PermissionDenied : passes ? DiagnosticCategory.ResourceUnavailable : DiagnosticCategory.InvalidOperation,
                Resource = subject,
                Cause = text.Length > 500 ? text[..500] : text,
                RequestId = answer.Headers.TryGetValues(requestIdHeader, out var ids) ? ids.FirstOrDefault() : null,
                Remedy = denied
                    ? "Give the calling identity the right to read, write, list and delete objects there."
                    : passes ? "Run the same command again; it goes on where it stopped." : "Check that the bucket or container exists and that its name is right.",
            },
            answer.StatusCode == HttpStatusCode.TooManyRequests ? RetryAdvice.Throttled : passes ? RetryAdvice.SameToken : RetryAdvice.No)
        {
            RetryAfter = answer.Headers.RetryAfter?.Delta,
        });
    }
}
