using System.Text.Json.Nodes;
using OptaPS.Helm.Releases.Records;

namespace OptaPS.Helm.Releases.Storage;

/// <summary>Makes records of new revisions.</summary>
internal static class RecordBuilder
{
    /// <summary>A record in the order of members in which Helm writes it.</summary>
    /// <param name="namespace">The release's namespace.</param>
    /// <param name="name">The release's name.</param>
    /// <param name="revision">The revision's number.</param>
    /// <param name="content">What it holds.</param>
    /// <param name="status">What it is.</param>
    /// <param name="description">The last thing that happened, in words.</param>
    /// <param name="now">The time of the operation.</param>
    /// <param name="before">The revision whose first deployment goes on and that shows whether the release's records name a client-side method; null for a new release.</param>
    /// <param name="method">How the objects are written.</param>
    /// <param name="labels">The user's labels.</param>
    public static ReleaseRecord Build(
        string @namespace,
        string name,
        int revision,
        ReleaseContent content,
        ReleaseStatus status,
        string description,
        DateTimeOffset now,
        ReleaseRecord? before,
        ApplyMethod method,
        IReadOnlyDictionary<string, string> labels)
    {
        var info = new JsonObject
        {
            ["first_deployed"] = before?.FirstDeployedText ?? RecordTime.Write(now.ToUniversalTime()),
            ["last_deployed"] = RecordTime.Write(now.ToUniversalTime()),
            ["deleted"] = "",
            ["description"] = description,
            ["status"] = ReleaseStatusText.Write(status),
        };
        if (content.Notes.Length > 0)
            info["notes"] = content.Notes;

        var document = new JsonObject { ["name"] = name, ["info"] = info, ["chart"] = content.Chart.DeepClone() };
        if (content.Config.Count > 0)
            document["config"] = content.Config.DeepClone();
        if (content.Manifest.Length > 0)
            document["manifest"] = content.Manifest;
        if (content.Hooks.Count > 0)
            document["hooks"] = new JsonArray([.. content.Hooks.Select(hook => (JsonNode)hook.ToJson())]);
        document["version"] = revision;
        document["namespace"] = @namespace;

        // Helm 3 writes no method and ignores the member; Helm 4 always writes one, and takes its absence for client-side.
        if (method == ApplyMethod.ServerSide)
            document["apply_method"] = "ssa";
        else if (before?.NamesMethod == true)
            document["apply_method"] = "csa";
        return new ReleaseRecord(document) { Labels = labels };
    }

    /// <summary>The content of a recorded revision, for going back to it.</summary>
    public static ReleaseContent ContentOf(ReleaseRecord record) => new(
        record.Document["chart"] as JsonObject is { } chart ? (JsonObject)chart.DeepClone() : [],
        (JsonObject)record.Config.DeepClone(),
        record.Manifest) { Hooks = record.Hooks, Notes = record.Notes };
}
