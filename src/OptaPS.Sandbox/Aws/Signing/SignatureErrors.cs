using OptaPS.Sandbox.Aws.Protocol;

namespace OptaPS.Sandbox.Aws.Signing;

/// <summary>The same refusals have other names in services of other protocols.</summary>
internal static class SignatureErrors
{
    public static AwsException For(AwsErrorFormat format, AwsException error) => (format, error.Code) switch
    {
        (AwsErrorFormat.Json or AwsErrorFormat.RestJson, "InvalidClientTokenId") => new AwsException(403, "UnrecognizedClientException", error.Message),
        (AwsErrorFormat.Json or AwsErrorFormat.RestJson, "SignatureDoesNotMatch") => new AwsException(403, "InvalidSignatureException", error.Message),
        (AwsErrorFormat.Json or AwsErrorFormat.RestJson, "ExpiredToken") => new AwsException(403, "ExpiredTokenException", error.Message),
        (AwsErrorFormat.Json or AwsErrorFormat.RestJson, "IncompleteSignature") => new AwsException(403, "IncompleteSignatureException", error.Message),
        (AwsErrorFormat.Json or AwsErrorFormat.RestJson, "MissingAuthenticationToken") => new AwsException(403, "MissingAuthenticationTokenException", error.Message),
        (AwsErrorFormat.Ec2, "InvalidClientTokenId" or "SignatureDoesNotMatch") => new AwsException(401, "AuthFailure", "AWS was not able to validate the provided access credentials"),
        (AwsErrorFormat.Ec2, "ExpiredToken") => new AwsException(400, "RequestExpired", "Request has expired."),
        (AwsErrorFormat.S3, "InvalidClientTokenId") => new AwsException(403, "InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records."),
        (AwsErrorFormat.S3, "ExpiredToken") => new AwsException(400, "ExpiredToken", "The provided token has expired."),
        (AwsErrorFormat.S3, "SignatureDoesNotMatch") when error.Message.StartsWith("Signature ", StringComparison.Ordinal) =>
            new AwsException(403, "RequestTimeTooSkewed", "The difference between the request time and the current time is too large."),
        _ => error
    };
}
