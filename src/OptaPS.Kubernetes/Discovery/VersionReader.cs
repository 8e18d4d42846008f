using System.Text.Json.Nodes;
using OptaPS.Kubernetes.Objects;

namespace OptaPS.Kubernetes.Discovery;

/// <summary>Reads the answer of <c>/version</c>; some clouds put a plus sign behind the minor number.</summary>
internal static class VersionReader
{
    public static ServerVersion Read(JsonNode? answer) => new(answer.TextAt("gitVersion") ?? "", Digits(answer.TextAt("major")), Digits(answer.TextAt("minor")));

    private static int Digits(string? text) => int.TryParse([.. (text ?? "").TakeWhile(char.IsAsciiDigit)], out var number) ? number : 0;
}
