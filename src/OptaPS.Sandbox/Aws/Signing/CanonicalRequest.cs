using System.Security.Cryptography;
using System.Text;

namespace OptaPS.Sandbox.Aws.Signing;

/// <summary>The canonical form of a request that Signature Version 4 signs.</summary>
internal static class CanonicalRequest
{
    public static string Build(SignedRequest request, Signature signature, string payloadHash)
    {
        var text = new StringBuilder();
        text.Append(request.Method).Append('\n');
        text.Append(Path(request.RawPath, signature.Service)).Append('\n');
        text.Append(Query(request.RawQuery, signature.Presigned)).Append('\n');
        foreach (var name in signature.SignedHeaders)
        {
            text.Append(name).Append(':').Append(Collapse(request.Header(name) ?? "")).Append('\n');
        }

        return text.Append('\n').AppendJoin(';', signature.SignedHeaders).Append('\n').Append(payloadHash).ToString();
    }

    public static string Hash(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));

    // All services but S3 encode the path, which already is encoded on the wire, once more.
    private static string Path(string raw, string service)
    {
        var path = raw.Length == 0 ? "/" : raw;
        return service == "s3"
            ? string.Join('/', path.Split('/').Select(s => Uri.EscapeDataString(Uri.UnescapeDataString(s))))
            : string.Join('/', path.Split('/').Select(Uri.EscapeDataString));
    }

    private static string Query(string raw, bool presigned) => string.Join('&', raw
        .Split('&', StringSplitOptions.RemoveEmptyEntries)
        .Select(pair => pair.Split('=', 2))
        .Select(pair => (Name: Encode(pair[0]), Value: pair.Length > 1 ? Encode(pair[1]) : ""))
        .Where(pair => !presigned || pair.Name != "X-Amz-Signature")
        .OrderBy(pair => pair.Name, StringComparer.Ordinal).ThenBy(pair => pair.Value, StringComparer.Ordinal)
        .Select(pair => pair.Name + "=" + pair.Value));

    private static string Encode(string sent) => Uri.EscapeDataString(Uri.UnescapeDataString(sent.Replace('+', ' ')));

    private static string Collapse(string value) => string.Join(' ', value.Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
