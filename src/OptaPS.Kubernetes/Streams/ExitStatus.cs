using System.Text.Json;
using System.Text.Json.Nodes;
using OptaPS.Kubernetes.Http;
using OptaPS.Kubernetes.Objects;

namespace OptaPS.Kubernetes.Streams;

/// <summary>Reads the Status that ends a command.</summary>
internal static class ExitStatus
{
    public static int Read(byte[] text, string subject)
    {
        if (Parse(text) is not { } status)
            throw new KubernetesException(KubernetesFailure.ConnectionLost, $"The stream to {subject} ended without the command's status.") { Object = subject, EffectUnknown = true };
        if (status.Text("status") == "Success")
            return 0;
        var code = (status["details"]?["causes"] as JsonArray ?? []).OfType<JsonObject>().FirstOrDefault(cause => cause.Text("reason") == "ExitCode")?.Text("message");
        return int.TryParse(code, out var exit)
            ? exit
            : throw new KubernetesException(KubernetesFailure.Server, $"The command could not be run in {subject}.") { Object = subject, Cause = status.Text("message"), StatusDocument = status };
    }

    private static JsonObject? Parse(byte[] text)
    {
        try
        {
            return text.Length == 0 ? null : JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
