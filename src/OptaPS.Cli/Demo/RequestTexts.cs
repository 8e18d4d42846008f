using System.Text.Json.Nodes;

namespace OptaPS.Cli.Demo;

/// <summary>Names what a logged request was about: <c>deployments hello/app</c>, <c>AWS::EC2::VPC vpc-1</c>.</summary>
internal static class RequestTexts
{
    public static IReadOnlyList<string> Of(IReadOnlyList<JsonNode> requests) => [.. requests.Select(Of)];

    private static string Of(JsonNode request)
    {
        var type = request["resourceType"]!.GetValue<string>();
        var name = type.Contains("::", StringComparison.Ordinal) ? type : type[(type.LastIndexOf('/') + 1)..];
        return $"{name} {request["identifier"]!.GetValue<string>()}";
    }
}
