using OptaPS.Secrets;

namespace OptaPS.Targets;

/// <summary>A long-lived or temporary AWS access key.</summary>
/// <param name="AccessKeyId">The public part.</param>
/// <param name="SecretAccessKey">The private part.</param>
/// <param name="SessionToken">The session token of temporary credentials, or null.</param>
public sealed record AwsCredentialPair(string AccessKeyId, Secret SecretAccessKey, Secret? SessionToken = null);
