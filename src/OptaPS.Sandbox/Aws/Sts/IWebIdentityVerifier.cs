namespace OptaPS.Sandbox.Aws.Sts;

/// <summary>Verifies service-account tokens of the clusters that run in this sandbox.</summary>
internal interface IWebIdentityVerifier
{
    /// <summary>What the token proves, or null when it is not valid.</summary>
    WebIdentity? Verify(string token);
}
