using OptaPS.Helm.Releases.Manifests;

namespace OptaPS.Helm.Tools;

/// <summary>Rendered text as bytes and as documents.</summary>
public static class TemplateText
{
    /// <summary>The bytes that Helm would write; bytes that are no UTF-8 stay as the chart has them.</summary>
    public static byte[] ToBytes(string text) => GoText.ToBytes(text);

    /// <summary>The documents of a rendered chart in order, those without content left out.</summary>
    public static IReadOnlyList<RenderedManifest> Documents(string text)
    {
        var found = new List<RenderedManifest>();
        foreach (var document in ManifestSplitter.Split(text))
        {
            var source = SourceOf(document);
            if (ManifestYaml.Parse(document, source) is not System.Text.Json.Nodes.JsonObject json || json.Count == 0)
            {
                continue;
            }
            found.Add(new RenderedManifest(source, Text(json["apiVersion"]), Text(json["kind"]), Text(json["metadata"]?["name"]), document));
        }
        return found;
    }

    /// <summary>The namespace that a document names, or empty.</summary>
    public static string NamespaceOf(RenderedManifest document) => Text(ManifestYaml.Parse(document.Text, document.Source)?["metadata"]?["namespace"]);

    private static string Text(System.Text.Json.Nodes.JsonNode? node) =>
        node is System.Text.Json.Nodes.JsonValue value && value.TryGetValue<string>(out var text) ? text : "";

    private static string SourceOf(string text)
    {
        const string mark = "# Source: ";
        var at = text.IndexOf(mark, StringComparison.Ordinal);
        if (at < 0)
        {
            return "";
        }
        var end = text.IndexOf('\n', at);
        return text[(at + mark.Length)..(end < 0 ? text.Length : end)].Trim();
    }
}
