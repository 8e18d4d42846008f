namespace OptaPS.Sandbox.Aws.Identity;

/// <summary>An access key that the emulated account knows.</summary>
internal sealed record AccessKey(string Id, string Secret, string? SessionToken, DateTimeOffset? Expires, string Arn, string UserId)
{
    public string AccountId => Arn.Split(':') is { Length: > 4 } parts ? parts[4] : "";
}
