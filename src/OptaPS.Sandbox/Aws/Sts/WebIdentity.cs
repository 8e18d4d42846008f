namespace OptaPS.Sandbox.Aws.Sts;

/// <summary>A verified OpenID Connect identity.</summary>
internal sealed record WebIdentity(string Issuer, string Subject, string Audience);
