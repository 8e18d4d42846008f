using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using OptaPS.Sandbox.Aws.Protocol;
using OptaPS.Sandbox.Aws.Signing;
using OptaPS.Sandbox.Kubernetes.Hosting;

namespace OptaPS.Sandbox.Aws.Eks;

/// <summary>
/// The authenticator of one EKS cluster: a token is a presigned GetCallerIdentity request whose signature covers the cluster's name.
/// It is verified as STS would and mapped through the cluster's access entries.
/// </summary>
internal sealed class EksTokenVerifier(SignatureVerifier signatures, AccessEntries entries, string region, string cluster) : ITokenVerifier
{
    private const string TokenPrefix = "k8s-aws-v1.";
    private const int LongestToken = 4096;
    private const string ClusterHeader = "x-k8s-aws-id";

    private static readonly HashSet<string> AllowedParameters = new(StringComparer.OrdinalIgnoreCase)
    {
        "Action", "Version", "X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date", "X-Amz-Expires", "X-Amz-Security-Token", "X-Amz-Signature", "X-Amz-SignedHeaders"
    };

    public Task<VerifiedUser?> VerifyAsync(string bearerToken, CancellationToken ct) => Task.FromResult(Verify(bearerToken));

    private VerifiedUser? Verify(string token)
    {
        if (token.Length > LongestToken || !token.StartsWith(TokenPrefix, StringComparison.Ordinal) || Decode(token[TokenPrefix.Length..]) is not { } url)
        {
            return null;
        }

        var query = QueryHelpers.ParseQuery(url.Query);
        if (query.Any(p => !AllowedParameters.Contains(p.Key) || p.Value.Count != 1) || query["Action"] != "GetCallerIdentity" || url.AbsolutePath != "/")
        {
            return null;
        }

        // The authenticator sends the request with the headers that it knows itself: host and the cluster's name.
        var request = new SignedRequest("GET", "/", url.Query.TrimStart('?'), Header, ReadOnlyMemory<byte>.Empty);
        try
        {
            if (SignatureParser.Parse(request) is not { Service: "sts" } signature || !signature.SignedHeaders.Contains(ClusterHeader, StringComparer.Ordinal))
            {
                return null;
            }

            return entries.Map(signatures.Verify(request, signature), region, cluster);
        }
        catch (AwsException)
        {
            return null;
        }

        string? Header(string name) => name.ToLowerInvariant() switch
        {
            "host" => url.Authority,
            ClusterHeader => cluster,
            _ => null
        };
    }

    private static Uri? Decode(string text)
    {
        try
        {
            return Uri.TryCreate(Encoding.UTF8.GetString(WebEncoders.Base64UrlDecode(text)), UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttps ? url : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
