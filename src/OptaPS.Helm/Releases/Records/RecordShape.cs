using System.Text;
using System.Text.Json.Nodes;

namespace OptaPS.Helm.Releases.Records;

/// <summary>The declared member order of one structure inside a release record; a map has none and sorts its members.</summary>
internal sealed class RecordShape
{
    private readonly string[]? order;
    private readonly Dictionary<string, RecordShape> inner;

    private RecordShape(string[]? order, Dictionary<string, RecordShape>? inner = null)
    {
        this.order = order;
        this.inner = inner ?? [];
    }

    /// <summary>A map: members sorted by their UTF-8 bytes, all the way down.</summary>
    public static RecordShape Map { get; } = new(null);

    /// <summary>A release, from the top.</summary>
    public static RecordShape Release { get; } = new(
        ["name", "info", "chart", "config", "manifest", "hooks", "version", "namespace", "apply_method"],
        new()
        {
            ["info"] = new(["first_deployed", "last_deployed", "deleted", "description", "status", "notes", "resources"]),
            ["hooks"] = new(
                ["name", "kind", "path", "manifest", "events", "last_run", "weight", "delete_policies", "output_log_policies"],
                new() { ["last_run"] = new(["started_at", "completed_at", "phase"]) }),
            ["chart"] = new(
                ["metadata", "lock", "templates", "values", "schema", "schemamodtime", "files", "modtime"],
                new()
                {
                    ["metadata"] = new(
                        [
                            "name", "home", "sources", "version", "description", "keywords", "maintainers", "icon", "apiVersion", "condition", "tags",
                            "appVersion", "deprecated", "annotations", "kubeVersion", "dependencies", "type",
                        ],
                        new() { ["maintainers"] = new(["name", "email", "url"]), ["dependencies"] = Dependency() }),
                    ["lock"] = new(["generated", "digest", "dependencies"], new() { ["dependencies"] = Dependency() }),
                    ["templates"] = File(),
                    ["files"] = File(),
                }),
        });

    /// <summary>The shape of a member; of elements too, when the member is an array.</summary>
    public RecordShape Of(string name) => inner.GetValueOrDefault(name, Map);

    /// <summary>Members in the order in which they are written; members that no declaration names come last, as they stand.</summary>
    public IEnumerable<KeyValuePair<string, JsonNode?>> Order(JsonObject members)
    {
        if (order is null)
            return members.OrderBy(member => member.Key, Utf8Order.Instance);

        return members.OrderBy(member => Array.IndexOf(order, member.Key) is var at and >= 0 ? at : order.Length);
    }

    private static RecordShape Dependency() => new(["name", "version", "repository", "condition", "tags", "enabled", "import-values", "alias"]);

    private static RecordShape File() => new(["name", "data", "modtime"]);

    private sealed class Utf8Order : IComparer<string>
    {
        public static Utf8Order Instance { get; } = new();

        public int Compare(string? x, string? y) => Encoding.UTF8.GetBytes(x ?? "").AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(y ?? ""));
    }
}
