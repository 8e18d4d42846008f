using System.Text.Json.Nodes;

namespace OptaPS.Sandbox.Hosting;

/// <summary>The one line that a starting program waits for.</summary>
internal static class ReadyLine
{
    public static string Ready(SandboxHost host)
    {
        var document = host.Describe();
        document.Remove("controlToken");
        document.Remove("caCertificates");
        (document["aws"] as JsonObject)?.Remove("secretAccessKey");
        document["event"] = "ready";
        document["file"] = host.DescriptionFile;
        return document.ToJsonString();
    }

    public static string Failed(SandboxStartException error) =>
        new JsonObject { ["event"] = "failed", ["code"] = error.Code, ["message"] = error.Message }.ToJsonString();
}
