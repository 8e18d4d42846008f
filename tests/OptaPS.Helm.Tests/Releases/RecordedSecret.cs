using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;

namespace OptaPS.Helm.Tests.Releases;

/// <summary>Secrets of releases in namespace <c>shop</c>, as Helm 4.2.4 wrote them to a cluster of 1.36: <c>web</c> by its default, <c>old</c> with <c>--server-side=false</c>.</summary>
internal static class RecordedSecret
{
    public static JsonObject Read(string release) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Releases", "Recorded", $"helm-4.2.4-{release}-secret.json")))!.AsObject();

    /// <summary>The text in the Secret, without Kubernetes' own base64.</summary>
    public static string Payload(string release) => Encoding.ASCII.GetString(Convert.FromBase64String(Read(release)["data"]!["release"]!.GetValue<string>()));

    /// <summary>The record's JSON, byte for byte.</summary>
    public static string Json(string release)
    {
        using var gzip = new GZipStream(new MemoryStream(Convert.FromBase64String(Payload(release))), CompressionMode.Decompress);
        using var reader = new StreamReader(gzip);
        return reader.ReadToEnd();
    }
}
