using System.Text;
using System.Text.Json.Nodes;
using OptaPS.Helm.Releases.Manifests;
using OptaPS.Helm.Releases.Records;
using OptaPS.Kubernetes.Objects;

namespace OptaPS.Helm.Releases.Comparing;

/// <summary>The values that the Secrets of a manifest hold: they are secret wherever else they turn up, too.</summary>
internal static class SecretValues
{
    // Shorter ones (true, admin, 5432) are everywhere, and hiding them would hide what a diff is for.
    private const int Shortest = 8;

    /// <summary>The values of a recorded revision, those of its hooks included.</summary>
    public static IEnumerable<string> Of(ReleaseRecord record) =>
        record.Hooks.Select(hook => hook.Manifest).Prepend(record.Manifest).SelectMany(text => Of(ManifestReader.Read(text).Select(found => found.Document)));

    /// <summary>The values of some objects.</summary>
    public static IEnumerable<string> Of(IEnumerable<JsonObject> documents) => documents
        .Where(document => document.Text("kind") == "Secret" && document.Text("apiVersion") == "v1")
        .SelectMany(document => Texts(document["stringData"]).Concat(Texts(document["data"]).Select(Decoded).OfType<string>()))
        .Where(value => value.Length >= Shortest);

    private static IEnumerable<string> Texts(JsonNode? members) =>
        (members as JsonObject)?.Select(member => member.Value is JsonValue value && value.TryGetValue<string>(out var text) ? text : null).OfType<string>() ?? [];

    private static string? Decoded(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : null;
    }
}
