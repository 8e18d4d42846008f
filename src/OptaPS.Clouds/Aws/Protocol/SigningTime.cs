using System.Globalization;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;

namespace OptaPS.Clouds.Aws.Protocol;

/// <summary>Tells a call that was refused because of the time it was signed with from one whose key is wrong.</summary>
internal static class SigningTime
{
    private const string DateHeader = "Date";
    private const string SignedHeader = "X-Amz-Date";
    private const string Format = "yyyyMMdd'T'HHmmss'Z'";

    // Services take what is up to fifteen minutes off, some up to five; below that the time is not the reason.
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(4);

    // Some services call it by its name, others say no more than that the signature is not the one they expect.
    private static readonly HashSet<string> Refusals = new(StringComparer.OrdinalIgnoreCase)
    {
        "RequestTimeTooSkewed", "RequestExpired", "RequestInTheFuture", "InvalidSignatureException", "SignatureDoesNotMatch", "AuthFailure",
    };

    /// <summary>True when the service refused the request and its clock, by the answer's own header, is far from the time of signing.</summary>
    public static bool IsReasonOf(AmazonServiceException refusal, IRequest request) =>
        Refusals.Contains(refusal.ErrorCode ?? "")
        && AnswerOf(refusal) is { } answer
        && DateOf(answer) is { } service
        && request.Headers.TryGetValue(SignedHeader, out var text)
        && DateTimeOffset.TryParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var signed)
        && (service - signed).Duration() > Tolerance;

    /// <summary>The service's clock when it answered, in whole seconds; null when the answer does not say.</summary>
    public static DateTimeOffset? DateOf(IWebResponseData answer) =>
        answer.IsHeaderPresent(DateHeader)
        && DateTimeOffset.TryParseExact(answer.GetHeaderValue(DateHeader), "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date : null;

    private static IWebResponseData? AnswerOf(Exception? exception)
    {
        while (exception is not (null or HttpErrorResponseException))
            exception = exception.InnerException;
        return (exception as HttpErrorResponseException)?.Response;
    }
}
