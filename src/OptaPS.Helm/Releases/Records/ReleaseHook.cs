using System.Text.Json.Nodes;

namespace OptaPS.Helm.Releases.Records;

/// <summary>A hook of a release: a manifest that is run at events instead of being part of the release.</summary>
/// <param name="Name">The object's name.</param>
/// <param name="Kind">The object's kind.</param>
/// <param name="Path">The template that made it.</param>
/// <param name="Manifest">Its YAML text.</param>
/// <param name="Events">When it runs: <c>pre-install</c>, <c>post-install</c>, <c>pre-upgrade</c>, <c>post-upgrade</c>, <c>pre-rollback</c>, <c>post-rollback</c>, <c>pre-delete</c>, <c>post-delete</c>, <c>test</c>.</param>
/// <param name="Weight">Lower runs earlier.</param>
/// <param name="DeletePolicies"><c>before-hook-creation</c> (what an empty list means), <c>hook-succeeded</c>, <c>hook-failed</c>.</param>
/// <param name="OutputLogPolicies">When its log is shown: <c>hook-succeeded</c>, <c>hook-failed</c>.</param>
public sealed record ReleaseHook(
    string Name,
    string Kind,
    string Path,
    string Manifest,
    IReadOnlyList<string> Events,
    int Weight,
    IReadOnlyList<string> DeletePolicies,
    IReadOnlyList<string> OutputLogPolicies)
{
    /// <summary>The hook as a record holds it. Empty members are left out, as Go leaves them out.</summary>
    internal JsonObject ToJson()
    {
        var json = new JsonObject();
        AddText(json, "name", Name);
        AddText(json, "kind", Kind);
        AddText(json, "path", Path);
        AddText(json, "manifest", Manifest);
        AddTexts(json, "events", Events);
        json["last_run"] = new JsonObject { ["started_at"] = "", ["completed_at"] = "", ["phase"] = "" };
        if (Weight != 0)
            json["weight"] = Weight;
        AddTexts(json, "delete_policies", DeletePolicies);
        AddTexts(json, "output_log_policies", OutputLogPolicies);
        return json;
    }

    /// <summary>Reads a hook of a record.</summary>
    internal static ReleaseHook FromJson(JsonObject json) => new(
        json["name"]?.GetValue<string>() ?? "",
        json["kind"]?.GetValue<string>() ?? "",
        json["path"]?.GetValue<string>() ?? "",
        json["manifest"]?.GetValue<string>() ?? "",
        Texts(json["events"]),
        json["weight"]?.GetValue<int>() ?? 0,
        Texts(json["delete_policies"]),
        Texts(json["output_log_policies"]));

    private static void AddText(JsonObject json, string name, string value)
    {
        if (value.Length > 0)
            json[name] = value;
    }

    private static void AddTexts(JsonObject json, string name, IReadOnlyList<string> values)
    {
        if (values.Count > 0)
            json[name] = new JsonArray([.. values.Select(value => (JsonNode?)value)]);
    }

    private static string[] Texts(JsonNode? node) => node is JsonArray array ? [.. array.Select(item => item!.GetValue<string>())] : [];
}
