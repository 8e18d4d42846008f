namespace OptaPS.Sandbox.Aws.Secrets;

/// <summary>One version of a secret's value: text or base64, and the stages that point at it.</summary>
internal sealed record SecretVersion(string Id, string? Text, string? Binary, DateTimeOffset Created, IReadOnlyList<string> Stages)
{
    public const string Current = "AWSCURRENT";
    public const string Previous = "AWSPREVIOUS";
}
