namespace OptaPS.Sandbox.Kubernetes.Hosting;

/// <summary>Verifies bearer tokens that the cluster did not issue itself, such as an EKS token made of a presigned STS request.</summary>
internal interface ITokenVerifier
{
    /// <summary>The user that the token proves, or null when it proves none (the API server then answers 401).</summary>
    Task<VerifiedUser?> VerifyAsync(string bearerToken, CancellationToken ct);
}
