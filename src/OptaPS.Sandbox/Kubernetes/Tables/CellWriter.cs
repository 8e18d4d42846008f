using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Tables;

/// <summary>Pieces that many tables share.</summary>
internal sealed class CellWriter(Cluster cluster)
{
    public const string None = "<none>";
    public const string Unset = "<unset>";

    public Cluster Cluster => cluster;

    public string Age(JsonObject body) => Tables.Age.Since(cluster, body.Text("metadata", "creationTimestamp"));

    public static string Join(IEnumerable<string?> parts) => string.Join(",", parts);

    public static string OrNone(string? text) => string.IsNullOrEmpty(text) ? None : text;

    public static string Containers(JsonNode? spec) => Join(spec.Objects("containers").Select(container => container.Text("name")));

    public static string Images(JsonNode? spec) => Join(spec.Objects("containers").Select(container => container.Text("image")));

    public static string Labels(JsonNode? labels) => OrNone(Join(labels.Pairs().OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Key + "=" + pair.Value)));

    /// <summary>A label selector as text; empty selects everything.</summary>
    public static string Selector(JsonNode? selector)
    {
        if (selector is not JsonObject map)
            return None;
        var parts = map.Pairs("matchLabels").OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Key + "=" + pair.Value).ToList();
        parts.AddRange(map.Objects("matchExpressions").Select(item => item.Text("operator") switch
        {
            "In" => $"{item.Text("key")} in ({Join(item.Texts("values").Order(StringComparer.Ordinal))})",
            "NotIn" => $"{item.Text("key")} notin ({Join(item.Texts("values").Order(StringComparer.Ordinal))})",
            "Exists" => item.Text("key") ?? "",
            _ => "!" + item.Text("key")
        }));
        return OrNone(Join(parts));
    }

    /// <summary>At most three items, then how many more.</summary>
    public static string Few(IReadOnlyList<string> items, string separator = ",") => items.Count > 3 ? string.Join(separator, items.Take(3)) + $" + {items.Count - 3} more..." : OrNone(string.Join(separator, items));

    public static string Modes(JsonNode? modes) => Join((modes as JsonArray ?? []).Select(mode => mode.Text() switch
    {
        "ReadWriteOnce" => "RWO",
        "ReadOnlyMany" => "ROX",
        "ReadWriteMany" => "RWX",
        "ReadWriteOncePod" => "RWOP",
        _ => ""
    }));
}
