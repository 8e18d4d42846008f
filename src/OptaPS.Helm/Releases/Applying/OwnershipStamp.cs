using System.Text.Json.Nodes;
using OptaPS.Kubernetes.Objects;

namespace OptaPS.Helm.Releases.Applying;

/// <summary>The label and annotations by which Helm knows whose an object is. They are on live objects, not in the stored manifest.</summary>
/// <param name="Release">The release's name.</param>
/// <param name="Namespace">The release's namespace.</param>
internal sealed record OwnershipStamp(string Release, string Namespace)
{
    private const string ManagedBy = "app.kubernetes.io/managed-by";
    private const string ReleaseName = "meta.helm.sh/release-name";
    private const string ReleaseNamespace = "meta.helm.sh/release-namespace";

    /// <summary>A copy of the object with the marks set.</summary>
    public JsonObject Apply(JsonObject document)
    {
        var copy = (JsonObject)document.DeepClone();
        var metadata = Member(copy, "metadata");
        Member(metadata, "labels")[ManagedBy] = "Helm";
        var annotations = Member(metadata, "annotations");
        annotations[ReleaseName] = Release;
        annotations[ReleaseNamespace] = Namespace;
        return copy;
    }

    /// <summary>Why a live object does not belong to this release; null when it does.</summary>
    public string? Refusal(JsonObject live)
    {
        var wrong = new List<string>();
        Check(wrong, "label", ManagedBy, live.GetLabel(ManagedBy), "Helm");
        Check(wrong, "annotation", ReleaseName, live.GetAnnotation(ReleaseName), Release);
        Check(wrong, "annotation", ReleaseNamespace, live.GetAnnotation(ReleaseNamespace), Namespace);
        return wrong.Count == 0 ? null : string.Join("; ", wrong);
    }

    private static void Check(List<string> wrong, string what, string name, string? actual, string expected)
    {
        if (actual != expected)
            wrong.Add(actual is null ? $"{what} {name} is missing, must be \"{expected}\"" : $"{what} {name} is \"{actual}\", must be \"{expected}\"");
    }

    private static JsonObject Member(JsonObject parent, string name)
    {
        if (parent[name] is JsonObject found)
            return found;
        var made = new JsonObject();
        parent[name] = made;
        return made;
    }
}
