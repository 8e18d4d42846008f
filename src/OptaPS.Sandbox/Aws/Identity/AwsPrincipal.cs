namespace OptaPS.Sandbox.Aws.Identity;

/// <summary>An authenticated caller: what GetCallerIdentity answers, where the ARN is of a user or of an assumed role's session.</summary>
internal sealed record AwsPrincipal(string Arn, string UserId, string AccountId, string AccessKeyId)
{
    /// <summary>The ARN as access entries and policies name it: an assumed role's session is the role.</summary>
    public string EntryArn
    {
        get
        {
            var parts = Arn.Split(':', 6);
            return parts.Length == 6 && parts[5].Split('/') is ["assumed-role", var role, _] ? $"{parts[0]}:{parts[1]}:iam::{parts[4]}:role/{role}" : Arn;
        }
    }

    /// <summary>The session name of an assumed role, or the user's name.</summary>
    public string SessionName => Arn[(Arn.LastIndexOf('/') + 1)..];
}
