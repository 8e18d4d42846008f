using OptaPS.Diagnostics;
using OptaPS.Engine.Providers;

namespace OptaPS.Kubernetes.Http;

/// <summary>Turns what the network layer throws into a <see cref="KubernetesException"/>.</summary>
internal static class TransportFailure
{
    /// <summary>The exception to throw for <paramref name="exception"/>, or null when it is none of the network's.</summary>
    public static KubernetesException? Read(Exception exception, KubernetesRequest request, Uri endpoint)
    {
        for (var inner = exception; inner is not null; inner = inner.InnerException)
        {
            if (inner is KubernetesException known)
                return known;
            if (inner is OptaException or ProviderException)
                return Credentials(inner, endpoint);
        }

        var authority = endpoint.GetLeftPart(UriPartial.Authority);
        var what = request.Object ?? request.PathAndQuery.Split('?')[0];
        return exception switch
        {
            HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError } =>
                new(KubernetesFailure.Unreachable, $"The Kubernetes API server at {authority} cannot be reached.", exception) { Cause = exception.Message, Object = request.Object },
            HttpRequestException or IOException =>
                new(KubernetesFailure.ConnectionLost, $"The connection to {authority} broke during the {request.Verb} of {what}.", exception)
                {
                    Cause = exception.InnerException?.Message ?? exception.Message,
                    Object = request.Object,
                    EffectUnknown = request.Method != HttpMethod.Get,
                },
            System.Text.Json.JsonException =>
                new(KubernetesFailure.Protocol, $"The answer of {authority} to the {request.Verb} of {what} is not JSON.", exception)
                {
                    Cause = exception.Message,
                    Object = request.Object,
                    EffectUnknown = request.Method != HttpMethod.Get,
                },
            _ => null,
        };
    }

    public static KubernetesException TimedOut(KubernetesRequest request, Uri endpoint, TimeSpan limit, Exception inner) =>
        new(KubernetesFailure.Timeout, $"No answer from {endpoint.GetLeftPart(UriPartial.Authority)} to the {request.Verb} of {request.Object ?? request.PathAndQuery.Split('?')[0]} within {limit.TotalSeconds:0.#} s.", inner)
        {
            Object = request.Object,
            EffectUnknown = request.Method != HttpMethod.Get,
        };

    private static KubernetesException Credentials(Exception inner, Uri endpoint)
    {
        var diagnostic = inner is ProviderException provider ? provider.Failure.Diagnostic : ((OptaException)inner).Diagnostics[0];
        return new(KubernetesFailure.Unauthorized, $"No credentials for the Kubernetes API server at {endpoint.GetLeftPart(UriPartial.Authority)}: {diagnostic.Message}", inner)
        {
            Cause = diagnostic.Cause,
            RequestId = diagnostic.RequestId,
            Remedy = diagnostic.Remedy,
            Causes = [.. diagnostic.Evidence.Select(line => new StatusCause("", null, line))],
        };
    }
}
