using System.Globalization;
using System.Text.Json.Nodes;
using OptaPS.Engine.Providers;
using OptaPS.Helm.Releases.Applying;
using OptaPS.Secrets;

namespace OptaPS.Helm.Releases.Comparing;

/// <summary>Lists the fields in which two documents differ.</summary>
internal sealed class DocumentDiff(string kind, Redaction redaction)
{
    /// <summary>The differences, masked where they must be.</summary>
    /// <param name="before">The document before.</param>
    /// <param name="after">The document after.</param>
    /// <param name="original">The document last applied; a field in which it equals <paramref name="after"/> has drifted.</param>
    public IReadOnlyList<PropertyChange> Compare(JsonNode? before, JsonNode? after, JsonNode? original)
    {
        var changes = new List<PropertyChange>();
        Compare(changes, "", before, after, original);
        return changes;
    }

    private void Compare(List<PropertyChange> changes, string path, JsonNode? before, JsonNode? after, JsonNode? original)
    {
        if (LiveComparison.Same(before, after))
            return;
        if (before is JsonObject x && after is JsonObject y)
        {
            foreach (var name in x.Select(member => member.Key).Union(y.Select(member => member.Key)))
                Compare(changes, $"{path}/{Escape(name)}", x[name], y[name], (original as JsonObject)?[name]);
            return;
        }

        if (before is JsonArray a && after is JsonArray b && a.Count == b.Count)
        {
            for (var i = 0; i < a.Count; i++)
                Compare(changes, path + "/" + i.ToString(CultureInfo.InvariantCulture), a[i], b[i], original is JsonArray o && i < o.Count ? o[i] : null);
            return;
        }

        var hides = redaction.Hides(kind, path, before) || redaction.Hides(kind, path, after);
        changes.Add(new PropertyChange(path, Shown(before, hides), Shown(after, hides))
        {
            Sensitive = hides,
            Drift = original is not null && LiveComparison.Same(original, after),
        });
    }

    private static JsonNode? Shown(JsonNode? node, bool hides) => node is null ? null : hides ? Secret.Mask : node.DeepClone();

    private static string Escape(string name) => name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
}
