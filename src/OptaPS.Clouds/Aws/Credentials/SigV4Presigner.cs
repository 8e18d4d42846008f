using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace OptaPS.Clouds.Aws.Credentials;

/// <summary>Signature Version 4 in the query string of a GET request without body.</summary>
internal static class SigV4Presigner
{
    private const string Algorithm = "AWS4-HMAC-SHA256";
    private const string EmptyBodyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    /// <summary>Adds the signature to an address.</summary>
    /// <param name="address">The address without query.</param>
    /// <param name="query">The query's own parameters, not encoded.</param>
    /// <param name="signedHeaders">Headers besides <c>host</c> that are signed, lower-case names.</param>
    /// <param name="key">Access key id, secret key and session token or null.</param>
    /// <param name="region">The region of the scope.</param>
    /// <param name="service">The service of the scope.</param>
    /// <param name="now">The time of signing.</param>
    /// <param name="validFor">What goes into X-Amz-Expires.</param>
    /// <param name="bodyHash">Hash of the body as it stands in the canonical request; null for the empty body's.</param>
    public static Uri Presign(
        Uri address,
        IEnumerable<KeyValuePair<string, string>> query,
        IEnumerable<KeyValuePair<string, string>> signedHeaders,
        (string Id, string Secret, string? Token) key,
        string region,
        string service,
        DateTimeOffset now,
        TimeSpan validFor,
        string? bodyHash = null)
    {
        var time = now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var scope = $"{time[..8]}/{region}/{service}/aws4_request";
        var headers = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["host"] = address.Authority };
        foreach (var (name, value) in signedHeaders)
            headers[name] = value;
        var headerNames = string.Join(';', headers.Keys);

        var parameters = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in query)
            parameters[Encode(name)] = Encode(value);
        parameters["X-Amz-Algorithm"] = Algorithm;
        parameters["X-Amz-Credential"] = Encode($"{key.Id}/{scope}");
        parameters["X-Amz-Date"] = time;
        parameters["X-Amz-Expires"] = ((int)validFor.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        parameters["X-Amz-SignedHeaders"] = Encode(headerNames);
        if (key.Token is not null)
            parameters["X-Amz-Security-Token"] = Encode(key.Token);

        var canonicalQuery = string.Join('&', parameters.Select(parameter => $"{parameter.Key}={parameter.Value}"));
        var canonical = string.Join(
            '\n',
            "GET",
            address.AbsolutePath,
            canonicalQuery,
            string.Concat(headers.Select(header => $"{header.Key}:{header.Value}\n")),
            headerNames,
            bodyHash ?? EmptyBodyHash);
        var toSign = string.Join('\n', Algorithm, time, scope, Hex(SHA256.HashData(Encoding.UTF8.GetBytes(canonical))));
        var signature = Hex(HMACSHA256.HashData(SigningKey(key.Secret, time[..8], region, service), Encoding.UTF8.GetBytes(toSign)));
        return new Uri($"{address.GetLeftPart(UriPartial.Path)}?{canonicalQuery}&X-Amz-Signature={signature}");
    }

    /// <summary>The key for one day, region and service.</summary>
    public static byte[] SigningKey(string secret, string date, string region, string service)
    {
        var key = Encoding.UTF8.GetBytes("AWS4" + secret);
        foreach (var part in (string[])[date, region, service, "aws4_request"])
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        return key;
    }

    private static string Encode(string text) => Uri.EscapeDataString(text);

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
