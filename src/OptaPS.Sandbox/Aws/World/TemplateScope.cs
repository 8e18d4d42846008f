using System.Text.Json.Nodes;

namespace OptaPS.Sandbox.Aws.World;

/// <summary>What placeholders of a <see cref="TextTemplate"/> stand for.</summary>
internal sealed record TemplateScope(JsonObject Model, string Region, string Account, DateTimeOffset Now)
{
    public string RequestId { get; init; } = "";

    public string Value { get; init; } = "";
}
