using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using OptaPS.Sandbox.Aws.Identity;
using OptaPS.Sandbox.Aws.Protocol;

namespace OptaPS.Sandbox.Aws.Signing;

/// <summary>Verifies Signature Version 4 for real: key, session token, time, payload and every signed part.</summary>
internal sealed class SignatureVerifier(AccessKeys keys, TimeProvider time)
{
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(15);

    /// <exception cref="AwsException">In the words of the Query protocol; <see cref="SignatureErrors"/> translates them for the others.</exception>
    /// <param name="request">What was signed.</param>
    /// <param name="signature">The signature that came with it.</param>
    /// <param name="skew">How far the service's clock is ahead.</param>
    public AwsPrincipal Verify(SignedRequest request, Signature signature, TimeSpan skew = default)
    {
        var key = keys.Find(signature.AccessKeyId) ?? throw AwsException.Forbidden("InvalidClientTokenId", "The security token included in the request is invalid.");
        if (key.SessionToken != signature.SessionToken)
        {
            throw AwsException.Forbidden("InvalidClientTokenId", "The security token included in the request is invalid");
        }

        var now = time.GetUtcNow() + skew;
        if (key.Expires <= now)
        {
            throw AwsException.Forbidden("ExpiredToken", "The security token included in the request is expired");
        }

        CheckTime(signature, now);
        var canonical = CanonicalRequest.Build(request, signature, PayloadHash(request, signature));
        var expected = Sign(key.Secret, signature, canonical);
        if (!CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(expected), Encoding.ASCII.GetBytes(signature.Value)))
        {
            throw AwsException.Forbidden(
                "SignatureDoesNotMatch",
                "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.");
        }

        return new AwsPrincipal(key.Arn, key.UserId, key.AccountId, key.Id);
    }

    private static void CheckTime(Signature signature, DateTimeOffset now)
    {
        if (!DateTimeOffset.TryParseExact(signature.Timestamp, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var signed))
        {
            throw AwsException.BadRequest("IncompleteSignature", $"Date must be in ISO-8601 'basic format'. Got '{signature.Timestamp}'. See http://en.wikipedia.org/wiki/ISO_8601");
        }

        if (!signature.Timestamp.StartsWith(signature.Date, StringComparison.Ordinal))
        {
            throw AwsException.Forbidden("SignatureDoesNotMatch", $"Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '{signature.Date}' != '{signature.Timestamp[..8]}', from '{signature.Timestamp}'.");
        }

        // STS reads the life of a presigned identity request as at least fifteen minutes, whatever X-Amz-Expires says.
        var life = signature is { Presigned: true, Service: not "sts" } ? TimeSpan.FromSeconds(signature.Expires) : Skew;
        if (signed < now - life)
        {
            throw AwsException.Forbidden("SignatureDoesNotMatch", $"Signature expired: {signature.Timestamp} is now earlier than {now - life:yyyyMMdd'T'HHmmss'Z'} ({now:yyyyMMdd'T'HHmmss'Z'} - {(int)life.TotalMinutes} min.)");
        }

        if (signed > now + Skew)
        {
            throw AwsException.Forbidden("SignatureDoesNotMatch", $"Signature not yet current: {signature.Timestamp} is still later than {now + Skew:yyyyMMdd'T'HHmmss'Z'} ({now:yyyyMMdd'T'HHmmss'Z'} + 15 min.)");
        }
    }

    private static string PayloadHash(SignedRequest request, Signature signature)
    {
        var claimed = request.Header("X-Amz-Content-Sha256");
        if (claimed is null)
        {
            return signature is { Presigned: true, Service: "s3" } ? "UNSIGNED-PAYLOAD" : CanonicalRequest.Hash(request.Body.Span);
        }

        if (claimed.Length == 64 && claimed != CanonicalRequest.Hash(request.Body.Span))
        {
            throw AwsException.BadRequest("XAmzContentSHA256Mismatch", "The provided 'x-amz-content-sha256' header does not match what was computed.");
        }

        return claimed;
    }

    private static string Sign(string secret, Signature signature, string canonical)
    {
        var text = $"AWS4-HMAC-SHA256\n{signature.Timestamp}\n{signature.Scope}\n{CanonicalRequest.Hash(Encoding.UTF8.GetBytes(canonical))}";
        var key = Encoding.UTF8.GetBytes("AWS4" + secret);
        foreach (var part in new[] { signature.Date, signature.Region, signature.Service, "aws4_request" })
        {
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        }

        return Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)));
    }
}
