using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace OptaPS.EndToEnd.Tests.Storms;

/// <summary>An object without what two worlds give it differently: identities, times, addresses, keys and certificates.</summary>
internal static partial class ObjectText
{
    private static readonly string[] Own = ["uid", "resourceVersion", "creationTimestamp", "generation", "managedFields", "ownerReferences", "selfLink"];
    private static readonly string[] Placed = ["clusterIP", "clusterIPs", "healthCheckNodePort"];

    public static string Of(JsonObject item)
    {
        var metadata = (JsonObject)item["metadata"]!;
        var managers = (metadata["managedFields"] as JsonArray ?? []).Select(entry => $"{entry!["manager"]}/{entry["operation"]}/{entry["subresource"]}").Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        var text = (JsonObject)item.DeepClone();
        foreach (var member in Own)
            ((JsonObject)text["metadata"]!).Remove(member);
        (text["metadata"]!["annotations"] as JsonObject)?.Remove("deployment.kubernetes.io/revision");
        text.Remove("status");
        if ((string?)item["kind"] == "Secret" || (text["data"] is JsonObject && item["type"] is not null))
            text["data"] = new JsonArray([.. (item["data"] as JsonObject ?? []).Select(entry => (JsonNode)entry.Key)]);
        foreach (var member in Placed)
            (text["spec"] as JsonObject)?.Remove(member);
        foreach (var port in text["spec"] is JsonObject spec && spec["ports"] is JsonArray ports ? ports : [])
            (port as JsonObject)?.Remove("nodePort");
        return $"{Calm(Sorted(text)!.ToJsonString())} by {string.Join(", ", managers)}";
    }

    /// <summary>A text with what is random in it left out.</summary>
    public static string Calm(string text) => Noise().Replace(text, "~");

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject map => new JsonObject(map.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => KeyValuePair.Create(entry.Key, Sorted(entry.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Sorted)]),
        _ => node?.DeepClone(),
    };

    [GeneratedRegex("""-----BEGIN[\s\S]*?-----END [A-Z ]+-----(\\[rn]|\\u000a)*|[A-Za-z0-9+/=]{60,}|\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22,}|[0-9a-f]{16,}|\d{4}-\d\d-\d\dT[0-9:.]+Z|entry-ng-[a-z0-9]+-[0-9a-f]+|127\.0\.0\.1:\d+|10\.\d+\.\d+\.\d+|/tmp/opta-e2e-[A-Za-z0-9]+""", RegexOptions.ExplicitCapture)]
    private static partial Regex Noise();
}
