namespace OptaPS.Sandbox.Aws.Ecr;

/// <summary>An image of a repository: its manifest and the tags that point at it.</summary>
internal sealed record EcrImage(string Digest, string Manifest, DateTimeOffset Pushed, IReadOnlyList<string> Tags);
