using Microsoft.AspNetCore.WebUtilities;
using OptaPS.Sandbox.Aws.Protocol;

namespace OptaPS.Sandbox.Aws.Signing;

/// <summary>Finds the signature of a request.</summary>
internal static class SignatureParser
{
    private const string Algorithm = "AWS4-HMAC-SHA256";

    /// <summary>The signature, or null when the request carries none.</summary>
    /// <exception cref="AwsException">IncompleteSignature.</exception>
    public static Signature? Parse(SignedRequest request)
    {
        if (request.Header("Authorization") is { } header && header.StartsWith(Algorithm, StringComparison.Ordinal))
        {
            return FromHeader(header, request);
        }

        var query = QueryHelpers.ParseQuery(request.RawQuery);
        if (query.ContainsKey("AWSAccessKeyId") && query.ContainsKey("Signature"))
        {
            throw AwsException.BadRequest("InvalidRequest", "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.");
        }

        return query.TryGetValue("X-Amz-Algorithm", out var algorithm) && algorithm == Algorithm ? FromQuery(name => query.TryGetValue(name, out var v) ? v.ToString() : null) : null;
    }

    private static Signature FromHeader(string header, SignedRequest request)
    {
        var parts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in header[Algorithm.Length..].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = part.IndexOf('=');
            if (equals > 0)
            {
                parts[part[..equals]] = part[(equals + 1)..];
            }
        }

        foreach (var name in new[] { "Credential", "Signature", "SignedHeaders" })
        {
            if (!parts.ContainsKey(name))
            {
                throw AwsException.BadRequest("IncompleteSignature", $"Authorization header requires '{name}' parameter.");
            }
        }

        var timestamp = request.Header("X-Amz-Date") ?? throw AwsException.BadRequest("IncompleteSignature", "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.");
        return Make(parts["Credential"], parts["SignedHeaders"], parts["Signature"], timestamp, presigned: false) with { SessionToken = request.Header("X-Amz-Security-Token") };
    }

    private static Signature FromQuery(Func<string, string?> query)
    {
        string Need(string name) => query(name) ?? throw AwsException.BadRequest("IncompleteSignature", $"Query-string authentication requires the '{name}' parameter.");
        return Make(Need("X-Amz-Credential"), Need("X-Amz-SignedHeaders"), Need("X-Amz-Signature"), Need("X-Amz-Date"), presigned: true) with
        {
            SessionToken = query("X-Amz-Security-Token"),
            Expires = int.TryParse(query("X-Amz-Expires"), out var seconds) ? seconds : 0
        };
    }

    private static Signature Make(string credential, string signedHeaders, string value, string timestamp, bool presigned)
    {
        if (credential.Split('/') is not [var key, var date, var region, var service, "aws4_request"])
        {
            throw AwsException.BadRequest("IncompleteSignature", "Credential must have at least 5 slash-delimited elements, e.g. <KEYID>/<YYYYMMDD>/<REGION>/<SERVICE>/aws4_request, got '" + credential + "'");
        }

        return new Signature(key, date, region, service, signedHeaders.Split(';'), value, timestamp, presigned);
    }
}
