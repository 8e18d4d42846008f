using System.Text.Json.Nodes;

namespace OptaPS.Sandbox.Aws.World;

/// <summary>One resource of the emulated account, with everything that was ever written to it, write-only values included.</summary>
internal sealed record CloudResource(string Type, string Identifier, JsonObject Model, string Region, string Account, DateTimeOffset Created)
{
    public ResourceState State { get; init; } = ResourceState.Active;

    /// <summary>ARN of the principal that created it, in the form of access entries.</summary>
    public string Creator { get; init; } = "";

    /// <summary>By which a service's own API recognises a second creation; empty for resources made otherwise.</summary>
    public string CallerReference { get; init; } = "";

    /// <summary>Until then, reads may be made to answer that the resource does not exist (fault "stale").</summary>
    public DateTimeOffset ChangedAt { get; init; }

    public string Key => KeyOf(Type, Region, Identifier);

    public static string KeyOf(string type, string region, string identifier) => $"{type}\n{region}\n{identifier}";

    public string Text(string path) => PropertyPath.Values(Model, path).FirstOrDefault() ?? "";
}
