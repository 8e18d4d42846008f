using System.Security.Cryptography.X509Certificates;
using OptaPS.Sandbox.Kubernetes.Api;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Hosting;

namespace OptaPS.Sandbox.Kubernetes.Auth;

/// <summary>Finds out who sends a request: client certificate, service-account token, or a token of the cloud's authenticator.</summary>
internal sealed class Authenticator(ClusterIdentity identity, ServiceAccountTokens tokens, ITokenVerifier? verifier)
{
    public async Task<VerifiedUser> AuthenticateAsync(ApiRequest request)
    {
        if (await request.Http.Connection.GetClientCertificateAsync(request.Aborted) is { } certificate)
        {
            if (!identity.Trusts(certificate))
                throw ApiErrors.Unauthorized();
            return FromCertificate(certificate);
        }

        var header = request.Http.Request.Headers.Authorization.ToString();
        if (!header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
            throw ApiErrors.Unauthorized();
        return await VerifyTokenAsync(header[7..].Trim(), [], request.Aborted) ?? throw ApiErrors.Unauthorized();
    }

    public async Task<VerifiedUser?> VerifyTokenAsync(string token, IReadOnlyList<string> audiences, CancellationToken ct)
    {
        var user = tokens.Verify(token, audiences);
        if (user is null && verifier is not null)
            user = await verifier.VerifyAsync(token, ct);
        return user is null ? null : user with { Groups = [.. user.Groups.Append("system:authenticated").Distinct()] };
    }

    private static VerifiedUser FromCertificate(X509Certificate2 certificate)
    {
        var name = "";
        var groups = new List<string>();
        foreach (var part in certificate.SubjectName.EnumerateRelativeDistinguishedNames())
        {
            if (part.GetSingleElementType().Value == "2.5.4.3")
                name = part.GetSingleElementValue() ?? "";
            else if (part.GetSingleElementType().Value == "2.5.4.10")
                groups.Add(part.GetSingleElementValue() ?? "");
        }

        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(certificate.RawData));
        return new VerifiedUser(name, [.. groups, "system:authenticated"])
        {
            Extra = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal) { ["authentication.kubernetes.io/credential-id"] = ["X509SHA256=" + hash] }
        };
    }
}
