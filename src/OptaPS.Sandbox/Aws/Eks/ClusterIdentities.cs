using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using OptaPS.Sandbox.Aws.Sts;
using OptaPS.Sandbox.Aws.World;
using OptaPS.Sandbox.Clusters;

namespace OptaPS.Sandbox.Aws.Eks;

/// <summary>Verifies service-account tokens with the published keys of the EKS cluster that is named as their issuer.</summary>
internal sealed class ClusterIdentities(CloudWorld world, ClusterRegistry clusters) : IWebIdentityVerifier
{
    public WebIdentity? Verify(string token)
    {
        try
        {
            var parts = token.Split('.');
            if (parts.Length != 3)
            {
                return null;
            }

            var header = JsonNode.Parse(WebEncoders.Base64UrlDecode(parts[0]))!;
            var claims = JsonNode.Parse(WebEncoders.Base64UrlDecode(parts[1]))!;
            var issuer = claims["iss"]?.ToString() ?? "";
            var cluster = world.Everything().FirstOrDefault(r => r.Type == "AWS::EKS::Cluster" && r.Text("OpenIdConnectIssuerUrl") == issuer);
            if (cluster is null || clusters.Find(EksClusters.IdOf(cluster.Identifier)) is not { } address || Expired(claims))
            {
                return null;
            }

            var keys = JsonNode.Parse(address.ServiceAccountKeySet)!["keys"]!.AsArray();
            var key = keys.FirstOrDefault(k => header["kid"] is null || k?["kid"]?.ToString() == header["kid"]!.ToString());
            var content = Encoding.ASCII.GetBytes(parts[0] + "." + parts[1]);
            return key is not null && IsSigned(key, content, WebEncoders.Base64UrlDecode(parts[2]))
                ? new WebIdentity(issuer, claims["sub"]?.ToString() ?? "", PolicyPrincipal.Strings(claims["aud"]).FirstOrDefault() ?? "")
                : null;
        }
        catch (Exception e) when (e is FormatException or JsonException or CryptographicException or InvalidOperationException)
        {
            return null;
        }
    }

    private static bool Expired(JsonNode claims) => claims["exp"] is { } exp && TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() >= (long)exp;

    private static bool IsSigned(JsonNode key, byte[] content, byte[] signature)
    {
        if (key["kty"]?.ToString() == "RSA")
        {
            using var rsa = RSA.Create(new RSAParameters { Modulus = Part(key, "n"), Exponent = Part(key, "e") });
            return rsa.VerifyData(content, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        }

        using var curve = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = Part(key, "x"), Y = Part(key, "y") } });
        return curve.VerifyData(content, signature, HashAlgorithmName.SHA256);
    }

    private static byte[] Part(JsonNode key, string name) => WebEncoders.Base64UrlDecode(key[name]!.ToString());
}
