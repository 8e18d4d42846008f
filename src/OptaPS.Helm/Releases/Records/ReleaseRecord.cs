using System.Text.Json.Nodes;

namespace OptaPS.Helm.Releases.Records;

/// <summary>
/// One revision of a release as Helm records it: a view of the JSON document. What this class does not know stays in the document
/// and is written back.
/// </summary>
public sealed class ReleaseRecord
{
    /// <summary>Wraps a document that was read or built.</summary>
    internal ReleaseRecord(JsonObject document) => Document = document;

    /// <summary>The whole document.</summary>
    public JsonObject Document { get; }

    /// <summary>Labels of the user on the record's Secret, without Helm's own.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The release's name.</summary>
    public string Name => Text(Document, "name");

    /// <summary>The release's namespace.</summary>
    public string Namespace => Text(Document, "namespace");

    /// <summary>The revision, counted from 1.</summary>
    public int Revision => Document["version"]?.GetValue<int>() ?? 0;

    /// <summary>What the revision is.</summary>
    public ReleaseStatus Status => ReleaseStatusText.Read(Text(Info, "status"));

    /// <summary>The last thing that happened, in words.</summary>
    public string Description => Text(Info, "description");

    /// <summary>When the first revision was deployed.</summary>
    public DateTimeOffset? FirstDeployed => RecordTime.Read(Text(Info, "first_deployed"));

    /// <summary>When this revision was deployed.</summary>
    public DateTimeOffset? LastDeployed => RecordTime.Read(Text(Info, "last_deployed"));

    /// <summary>When the release was uninstalled.</summary>
    public DateTimeOffset? Deleted => RecordTime.Read(Text(Info, "deleted"));

    /// <summary>The rendered notes.</summary>
    public string Notes => Text(Info, "notes");

    /// <summary>The manifest: YAML documents in install order, hooks left out.</summary>
    public string Manifest => Text(Document, "manifest");

    /// <summary>The user's values.</summary>
    public JsonObject Config => Document["config"] as JsonObject ?? [];

    /// <summary>The chart's name.</summary>
    public string ChartName => Text(ChartMetadata, "name");

    /// <summary>The chart's version.</summary>
    public string ChartVersion => Text(ChartMetadata, "version");

    /// <summary>The version of what the chart installs.</summary>
    public string AppVersion => Text(ChartMetadata, "appVersion");

    /// <summary>How the objects were written; absent means client-side, as in every record of Helm 3.</summary>
    public ApplyMethod Method => Text(Document, "apply_method") == "ssa" ? ApplyMethod.ServerSide : ApplyMethod.ClientSide;

    /// <summary>When the first revision was deployed, as it is written: Go's nanoseconds are finer than .NET's time. Null when the record does not say.</summary>
    internal string? FirstDeployedText => FirstDeployed is null ? null : Text(Info, "first_deployed");

    /// <summary>True when the record says how the objects were written, as every record of Helm 4 does.</summary>
    internal bool NamesMethod => Text(Document, "apply_method").Length > 0;

    /// <summary>The hooks in recorded order.</summary>
    public IReadOnlyList<ReleaseHook> Hooks =>
        Document["hooks"] is JsonArray hooks ? [.. hooks.OfType<JsonObject>().Select(ReleaseHook.FromJson)] : [];

    private JsonObject? Info => Document["info"] as JsonObject;

    private JsonObject? ChartMetadata => Document["chart"]?["metadata"] as JsonObject;

    /// <summary>Sets status and description.</summary>
    internal void SetStatus(ReleaseStatus status, string description)
    {
        var info = InfoForChange();
        info["status"] = ReleaseStatusText.Write(status);
        info["description"] = description;
    }

    /// <summary>Sets when the release was uninstalled.</summary>
    internal void SetDeleted(DateTimeOffset time) => InfoForChange()["deleted"] = RecordTime.Write(time.ToUniversalTime());

    /// <summary>Sets what a hook's last run was.</summary>
    internal void SetHookRun(int index, DateTimeOffset? started, DateTimeOffset? completed, string phase)
    {
        if (Document["hooks"] is JsonArray hooks && hooks[index] is JsonObject hook)
            hook["last_run"] = new JsonObject { ["started_at"] = RecordTime.Write(started), ["completed_at"] = RecordTime.Write(completed), ["phase"] = phase };
    }

    /// <summary>Writes down what an empty list of delete policies means, as Helm does for a hook that it runs.</summary>
    internal void NameHookPolicy(int index, string policy)
    {
        if (Document["hooks"] is JsonArray hooks && hooks[index] is JsonObject hook && hook["delete_policies"] is not JsonArray { Count: > 0 })
            hook["delete_policies"] = new JsonArray(policy);
    }

    /// <summary>How a hook's last run in this revision went, or empty: <c>Running</c>, <c>Succeeded</c>, <c>Failed</c>.</summary>
    internal string HookPhase(int index) => Text(Document["hooks"]?[index]?["last_run"] as JsonObject, "phase");

    /// <summary>When a hook's last run began.</summary>
    internal DateTimeOffset? HookStarted(int index) => RecordTime.Read(Text(Document["hooks"]?[index]?["last_run"] as JsonObject, "started_at"));

    /// <summary>Forgets the last runs of hooks of an event.</summary>
    internal void ForgetHookRuns(string @event)
    {
        foreach (var index in Enumerable.Range(0, Hooks.Count).Where(index => Hooks[index].Events.Contains(@event)))
            SetHookRun(index, null, null, "");
    }

    /// <summary>A copy that can be changed on its own.</summary>
    internal ReleaseRecord Copy() => new((JsonObject)Document.DeepClone()) { Labels = Labels };

    private static string Text(JsonObject? json, string name) => json?[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";

    private JsonObject InfoForChange()
    {
        if (Info is { } info)
            return info;

        var made = new JsonObject();
        Document["info"] = made;
        return made;
    }
}
