using System.Text.Json.Nodes;
using OptaPS.Diagnostics;
using OptaPS.Kubernetes.Objects;

namespace OptaPS.Helm.Releases.Manifests;

/// <summary>Takes a manifest apart into objects; lists (<c>kind: List</c>) become their items.</summary>
internal static class ManifestReader
{
    /// <summary>The objects in the order of the manifest.</summary>
    /// <exception cref="OptaException">OPTA5503: a document is no Kubernetes object.</exception>
    public static IReadOnlyList<ManifestObject> Read(string manifest)
    {
        var objects = new List<ManifestObject>();
        foreach (var text in Documents(manifest))
        {
            var source = SourceOf(text);
            if (ManifestYaml.Parse(text, source) is not { } node)
                continue;
            if (node is not JsonObject document)
                throw Malformed(source, "The document is not an object.");
            Add(objects, document, source);
        }

        return objects;
    }

    private static void Add(List<ManifestObject> objects, JsonObject document, string source)
    {
        if (document.Count == 0)
            return;
        if (document.Text("kind")?.EndsWith("List", StringComparison.Ordinal) == true && document["items"] is JsonArray items)
        {
            foreach (var item in items.OfType<JsonObject>())
                Add(objects, (JsonObject)item.DeepClone(), source);
            return;
        }

        try
        {
            _ = ObjectKey.Of(document);
        }
        catch (FormatException e)
        {
            throw Malformed(source, e.Message);
        }

        objects.Add(new ManifestObject(document, source));
    }

    private static IEnumerable<string> Documents(string manifest)
    {
        var start = 0;
        var at = 0;
        while (at < manifest.Length)
        {
            var end = manifest.IndexOf('\n', at);
            var next = end < 0 ? manifest.Length : end + 1;
            if (manifest.AsSpan(at, next - at).StartsWith("---", StringComparison.Ordinal))
            {
                if (at > start)
                    yield return manifest[start..at];
                start = at + 3;
            }

            at = next;
        }

        if (start < manifest.Length)
            yield return manifest[start..];
    }

    private static string SourceOf(string text)
    {
        const string mark = "# Source: ";
        var at = text.IndexOf(mark, StringComparison.Ordinal);
        if (at < 0)
            return "";
        var end = text.IndexOf('\n', at);
        return text[(at + mark.Length)..(end < 0 ? text.Length : end)].Trim();
    }

    private static OptaException Malformed(string source, string cause) => new(
        new Diagnostic("OPTA5503", Severity.Error, $"The manifest holds a document that is no Kubernetes object{(source.Length > 0 ? $" (from {source})" : "")}.")
        {
            Cause = cause,
            Remedy = "Correct the chart's template.",
            Category = DiagnosticCategory.InvalidData,
        });
}
