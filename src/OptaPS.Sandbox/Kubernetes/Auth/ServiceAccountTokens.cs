using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Hosting;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Storage;

namespace OptaPS.Sandbox.Kubernetes.Auth;

/// <summary>Issues and verifies service-account tokens (JSON web tokens signed with ES256).</summary>
internal sealed class ServiceAccountTokens(ClusterIdentity identity, ObjectStore store, string issuer, ISandboxClock clock)
{
    public string Issuer { get; } = issuer;

    public string KeyId { get; } = Convert.ToHexStringLower(SHA256.HashData(identity.ServiceAccountKey.ExportSubjectPublicKeyInfo()))[..40];

    /// <summary>The public key as a JSON Web Key Set.</summary>
    public JsonObject KeySet()
    {
        var point = identity.ServiceAccountKey.ExportParameters(false).Q;
        return new JsonObject
        {
            ["keys"] = new JsonArray(new JsonObject
            {
                ["use"] = "sig",
                ["kty"] = "EC",
                ["kid"] = KeyId,
                ["crv"] = "P-256",
                ["alg"] = "ES256",
                ["x"] = Base64Url.EncodeToString(point.X!),
                ["y"] = Base64Url.EncodeToString(point.Y!)
            })
        };
    }

    public (string Token, DateTimeOffset Expires) Issue(JsonObject account, IReadOnlyList<string> audiences, TimeSpan lifetime, JsonObject? boundTo)
    {
        var now = clock.Now;
        var expires = now + lifetime;
        var bound = new JsonObject
        {
            ["namespace"] = account.Namespace(),
            ["serviceaccount"] = new JsonObject { ["name"] = account.Name(), ["uid"] = account.Uid() }
        };
        if (boundTo is not null)
            bound[boundTo.Text("kind")!.ToLowerInvariant()] = new JsonObject { ["name"] = boundTo.Text("name"), ["uid"] = boundTo.Text("uid") };
        var claims = new JsonObject
        {
            ["aud"] = JsonWrite.ToArray(audiences.Count > 0 ? audiences : [Issuer]),
            ["exp"] = expires.ToUnixTimeSeconds(),
            ["iat"] = now.ToUnixTimeSeconds(),
            ["iss"] = Issuer,
            ["jti"] = Guid.NewGuid().ToString(),
            ["kubernetes.io"] = bound,
            ["nbf"] = now.ToUnixTimeSeconds(),
            ["sub"] = $"system:serviceaccount:{account.Namespace()}:{account.Name()}"
        };
        var header = new JsonObject { ["alg"] = "ES256", ["kid"] = KeyId };
        var signed = Base64Url.EncodeToString(JsonText.ToBytes(header)) + "." + Base64Url.EncodeToString(JsonText.ToBytes(claims));
        var signature = identity.ServiceAccountKey.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256);
        return (signed + "." + Base64Url.EncodeToString(signature), expires);
    }

    /// <summary>The audiences that a token was issued for; none when it is no token.</summary>
    public static IReadOnlyList<string> AudiencesOf(string token)
    {
        var parts = token.Split('.');
        return parts.Length == 3 ? [.. JsonReader.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(parts[1])).Texts("aud")] : [];
    }

    /// <summary>The account that a token proves, or null. No audiences means the API server itself.</summary>
    public VerifiedUser? Verify(string token, IReadOnlyList<string> audiences)
    {
        var parts = token.Split('.');
        if (parts.Length != 3)
            return null;
        try
        {
            if (!identity.ServiceAccountKey.VerifyData(Encoding.ASCII.GetBytes(parts[0] + "." + parts[1]), Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256))
                return null;
            var claims = JsonReader.Parse(Base64Url.DecodeFromChars(parts[1]));
            if (claims.Number("exp") <= clock.Now.ToUnixTimeSeconds() || !claims.Texts("aud").Intersect(audiences.Count > 0 ? audiences : [Issuer]).Any())
                return null;
            var ns = claims.Text("kubernetes.io", "namespace") ?? "";
            var name = claims.Text("kubernetes.io", "serviceaccount", "name") ?? "";
            var uid = claims.Text("kubernetes.io", "serviceaccount", "uid") ?? "";
            if (store.Get("/serviceaccounts", ns, name)?.Body.Uid() != uid)
                return null;
            if (claims.Map("kubernetes.io", "pod") is { } pod && store.Get("/pods", ns, pod.Text("name") ?? "")?.Body.Uid() != pod.Text("uid"))
                return null;
            var extra = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal) { ["authentication.kubernetes.io/credential-id"] = ["JTI=" + claims.Text("jti")] };
            return new VerifiedUser($"system:serviceaccount:{ns}:{name}", ["system:serviceaccounts", "system:serviceaccounts:" + ns]) { Uid = uid, Extra = extra };
        }
        catch (Exception e) when (e is FormatException or System.Text.Json.JsonException or CryptographicException)
        {
            return null;
        }
    }
}
