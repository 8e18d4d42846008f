using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Conformance.Tests.Kubernetes;

/// <summary>JSON as the recording program wrote it: a blank after commas and colons, whole floating-point numbers with ".0", only ASCII characters.</summary>
internal static class RecordedJson
{
    public static string Write(JsonNode? value)
    {
        var text = new StringBuilder();
        Append(text, value);
        return text.ToString();
    }

    private static void Append(StringBuilder text, JsonNode? value)
    {
        switch (value)
        {
            case JsonObject map:
                text.Append('{');
                foreach (var (name, member) in map)
                {
                    text.Append(text[^1] == '{' ? "" : ", ").Append(JsonSerializer.Serialize(name)).Append(": ");
                    Append(text, member);
                }

                text.Append('}');
                break;
            case JsonArray list:
                text.Append('[');
                for (var i = 0; i < list.Count; i++)
                {
                    text.Append(i == 0 ? "" : ", ");
                    Append(text, list[i]);
                }

                text.Append(']');
                break;
            case JsonValue leaf when leaf.Text() is null && leaf.FlagOrNull() is null && !leaf.TryGetValue<long>(out _) && leaf.TryGetValue<double>(out var real):
                text.Append(real == Math.Floor(real) ? real.ToString("0.0", CultureInfo.InvariantCulture) : real.ToString("R", CultureInfo.InvariantCulture));
                break;
            default:
                text.Append(value?.ToJsonString() ?? "null");
                break;
        }
    }
}
