using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OptaPS.Kubernetes.Objects;

namespace OptaPS.Kubernetes.Http;

/// <summary>Turns an error answer of the server into a <see cref="KubernetesException"/>.</summary>
internal static class FailureReader
{
    private const int LongestBody = 64 * 1024;

    public static async Task<KubernetesException> ReadAsync(KubernetesRequest request, HttpResponseMessage response, Uri endpoint, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var text = await ReadTextAsync(response, cancellationToken);
        var status = ParseStatus(text);
        var reason = status?.Text("reason") ?? "";
        var failure = Classify(response.StatusCode, reason, status?.Text("message"));
        return new KubernetesException(failure, Describe(request, response.StatusCode, failure, status, endpoint))
        {
            Status = (int)response.StatusCode,
            Reason = reason,
            Cause = Clean(status?.Text("message") ?? text, response),
            Causes = CausesOf(status),
            Object = request.Object,
            RequestId = RequestIdOf(response),
            RetryAfter = RetryAfterOf(response, status),
            Remedy = failure == KubernetesFailure.Unauthorized ? ClockDifference.Remedy(response.Headers.Date, now) : null,
            EffectUnknown = request.Method != HttpMethod.Get && failure == KubernetesFailure.Server && !HadNoEffect(status?.Text("message")),
            StatusDocument = status,
        };
    }

    public static string? RequestIdOf(HttpResponseMessage response)
    {
        foreach (var name in (string[])["Audit-Id", "X-Request-Id", "x-amzn-RequestId"])
            if (response.Headers.TryGetValues(name, out var values))
                return values.First();
        return null;
    }

    /// <summary>Reads a Status document that came as such (the ERROR event of a watch).</summary>
    public static KubernetesException FromStatus(JsonObject status, KubernetesRequest request, Uri endpoint)
    {
        var code = (HttpStatusCode)(status.Number("code") ?? 500);
        var reason = status.Text("reason") ?? "";
        var failure = Classify(code, reason, status.Text("message"));
        return new KubernetesException(failure, Describe(request, code, failure, status, endpoint))
        {
            Status = (int)code,
            Reason = reason,
            Cause = status.Text("message"),
            Causes = CausesOf(status),
            Object = request.Object,
            StatusDocument = status,
        };
    }

    // Admission comes before storage.
    private static bool HadNoEffect(string? message) => message?.Contains("failed calling webhook", StringComparison.Ordinal) == true;

    // A document that does not fit the schema is answered with a plain 500 by server-side apply.
    private static bool IsMalformedApply(string? message) => message is not null
        && (message.StartsWith("failed to create typed patch object", StringComparison.Ordinal) || message.StartsWith("failed to convert new object", StringComparison.Ordinal));

    private static KubernetesFailure Classify(HttpStatusCode status, string reason, string? message) => (int)status switch
    {
        500 when IsMalformedApply(message) => KubernetesFailure.Invalid,
        400 or 413 or 422 => KubernetesFailure.Invalid,
        401 => KubernetesFailure.Unauthorized,
        403 => KubernetesFailure.Forbidden,
        404 => KubernetesFailure.NotFound,
        409 => reason == "AlreadyExists" ? KubernetesFailure.AlreadyExists : KubernetesFailure.Conflict,
        410 => KubernetesFailure.Expired,
        429 => KubernetesFailure.Throttled,
        >= 500 => KubernetesFailure.Server,
        _ => KubernetesFailure.Protocol,
    };

    private static string Describe(KubernetesRequest request, HttpStatusCode status, KubernetesFailure failure, JsonObject? answer, Uri endpoint)
    {
        var what = request.Object ?? request.PathAndQuery.Split('?')[0];
        return failure switch
        {
            KubernetesFailure.Unauthorized => $"The Kubernetes API server at {endpoint.GetLeftPart(UriPartial.Authority)} did not accept the credentials.",
            KubernetesFailure.Forbidden => $"The cluster does not allow to {request.Verb} {what}.",
            KubernetesFailure.NotFound when answer?["details"].TextAt("kind") == "namespaces" => $"The cluster cannot {request.Verb} {what}: namespace {answer["details"].TextAt("name")} does not exist.",
            KubernetesFailure.NotFound => $"{what} does not exist.",
            KubernetesFailure.AlreadyExists => $"{what} exists already.",
            KubernetesFailure.Conflict => $"The {request.Verb} of {what} conflicts with another change.",
            KubernetesFailure.Throttled => $"The cluster did not take the {request.Verb} of {what}: too many requests.",
            KubernetesFailure.Expired => $"The cluster no longer has the history that the {request.Verb} of {what} needs.",
            KubernetesFailure.Server => $"The cluster failed to {request.Verb} {what} (HTTP {(int)status}).",
            KubernetesFailure.Protocol => $"Unexpected answer to {request.Verb} {what}: HTTP {(int)status}.",
            _ => $"The cluster refused to {request.Verb} {what}.",
        };
    }

    private static IReadOnlyList<StatusCause> CausesOf(JsonObject? status) => status?["details"]?["causes"] is not JsonArray causes ? [] :
    [
        .. causes.OfType<JsonObject>().Select(cause => new StatusCause(cause.Text("reason") ?? "", cause.Text("field"), cause.Text("message") ?? "")),
    ];

    private static TimeSpan? RetryAfterOf(HttpResponseMessage response, JsonObject? status) =>
        response.Headers.RetryAfter?.Delta
        ?? (response.Headers.RetryAfter?.Date is { } date && response.Headers.Date is { } now && date > now ? date - now : (TimeSpan?)null)
        ?? (status?["details"].Number("retryAfterSeconds") is { } seconds and > 0 ? TimeSpan.FromSeconds(seconds) : (TimeSpan?)null);

    private static JsonObject? ParseStatus(string text)
    {
        try
        {
            return text.StartsWith('{') ? JsonNode.Parse(text) as JsonObject : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Clean(string text, HttpResponseMessage response)
    {
        var one = string.Join(' ', text.Split((char[])['\r', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        return one.Length == 0 ? $"HTTP {(int)response.StatusCode} {response.ReasonPhrase}" : one.Length > 2000 ? one[..2000] + "..." : one;
    }

    private static async Task<string> ReadTextAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
            var buffer = new byte[LongestBody];
            var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
            return Encoding.UTF8.GetString(buffer, 0, length);
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException)
        {
            return "";
        }
    }
}
