using System.Net.Http;
using System.Net.Sockets;
using System.Security.Authentication;
using Amazon.Runtime;
using OptaPS.Diagnostics;
using OptaPS.Engine.Providers;

namespace OptaPS.Clouds.Aws;

/// <summary>Turns what the SDK throws and what Cloud Control reports into failures for the engine and the user.</summary>
internal static class AwsFailure
{
    /// <summary>True for what a call throws when the remote side or the way to it failed; false for our own cancellation and for faults of the program.</summary>
    public static bool IsOfCall(Exception exception, CancellationToken cancellationToken) =>
        exception is AmazonServiceException or AmazonClientException or HttpRequestException or IOException
        || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    /// <summary>Describes an exception of a call.</summary>
    /// <param name="exception">What the SDK threw.</param>
    /// <param name="subject">The resource's address and type, or what was asked.</param>
    /// <param name="address">Where the call went.</param>
    public static ProviderException From(Exception exception, string subject, Uri address) => exception switch
    {
        ProviderException known => known,
        AmazonServiceException { ErrorCode: { Length: > 0 } code } answer =>
            new(Reported(code, answer.Message, answer.RequestId, subject), exception),
        AmazonClientException client when IsMissingCredentials(client) => new(NoCredentials(client), exception),
        _ => new(Unreachable(exception, subject, address), exception),
    };

    /// <summary>Describes a failure by the name that AWS gives it.</summary>
    public static ProviderFailure Reported(string code, string message, string? requestId, string subject)
    {
        var rule = Failures.FailureRules.For(code, message);
        return new ProviderFailure(
            new Diagnostic(rule.Code, Severity.Error, $"{subject}: {rule.Says}.")
            {
                Category = rule.Category,
                Resource = subject,
                Cause = $"{code}: {message}",
                RequestId = requestId,
                Remedy = rule.Remedy,
            },
            rule.Retry)
        {
            RetryFor = rule.RetryFor,
            RetryAfter = rule.RetryAfter,
        };
    }

    /// <summary>A target with endpoints of its own lacks one: never fall through to the cloud.</summary>
    public static OptaException NotAtTarget(string target, string service) => new(
        new Diagnostic("OPTA3002", Severity.Error, $"Target '{target}' does not serve '{service}'.")
        {
            Category = DiagnosticCategory.NotImplemented,
            Remedy = "Use a target that serves it; calls are never sent to the public cloud instead.",
        });

    /// <summary>The error of a credential chain that found nothing.</summary>
    public static ProviderFailure NoCredentials(Exception exception) => new(
        new Diagnostic("OPTA3003", Severity.Error, "No AWS credentials were found.")
        {
            Category = DiagnosticCategory.AuthenticationError,
            Cause = FirstLine(exception.Message),
            Remedy = "Sign in ('aws sso login', 'aws configure'), or set AWS_PROFILE or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.",
        },
        RetryAdvice.No);

    private static bool IsMissingCredentials(AmazonClientException exception) =>
        exception.InnerException is not (HttpRequestException or IOException)
        && (exception.Message.Contains("credentials", StringComparison.OrdinalIgnoreCase) || exception.Message.Contains("profile", StringComparison.OrdinalIgnoreCase));

    private static ProviderFailure Unreachable(Exception exception, string subject, Uri address)
    {
        var innermost = exception;
        while (innermost.InnerException is { } inner)
            innermost = inner;
        var untrusted = innermost is AuthenticationException;
        return new ProviderFailure(
            new Diagnostic("OPTA3008", Severity.Error, $"{subject}: AWS cannot be reached at {address.GetLeftPart(UriPartial.Authority)}.")
            {
                Category = DiagnosticCategory.ResourceUnavailable,
                Resource = subject,
                Cause = FirstLine(innermost.Message),
                Remedy = untrusted
                    ? "The server's certificate is not trusted: check the proxy, AWS_CA_BUNDLE or AWS_ENDPOINT_URL."
                    : "Check the network, the proxy settings, the region's name and AWS_ENDPOINT_URL, then run the command again.",
            },
            untrusted ? RetryAdvice.No : RetryAdvice.SameToken)
        {
            RetryFor = innermost is SocketException { SocketErrorCode: SocketError.ConnectionRefused or SocketError.HostNotFound }
                ? TimeSpan.FromSeconds(20)
                : TimeSpan.FromMinutes(2),
        };
    }

    private static string FirstLine(string text)
    {
        var end = text.AsSpan().IndexOfAny('\r', '\n');
        return end < 0 ? text : text[..end];
    }
}
