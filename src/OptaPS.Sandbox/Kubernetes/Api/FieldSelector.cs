using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Schema;

namespace OptaPS.Sandbox.Kubernetes.Api;

/// <summary>A conjunction of field conditions; only the fields that the real server supports for a kind are accepted.</summary>
internal sealed class FieldSelector
{
    private static readonly Dictionary<string, string[]> Supported = new(StringComparer.Ordinal)
    {
        ["/pods"] = ["spec.nodeName", "spec.restartPolicy", "spec.schedulerName", "spec.serviceAccountName", "spec.hostNetwork", "status.phase", "status.podIP", "status.podIPs", "status.nominatedNodeName"],
        ["/events"] = ["involvedObject.kind", "involvedObject.namespace", "involvedObject.name", "involvedObject.uid", "involvedObject.apiVersion", "involvedObject.resourceVersion", "involvedObject.fieldPath", "reason", "reportingComponent", "source", "type"],
        ["/nodes"] = ["spec.unschedulable"],
        ["/secrets"] = ["type"],
        ["/namespaces"] = ["status.phase"],
        ["/services"] = ["spec.clusterIP", "spec.type"],
        ["/replicationcontrollers"] = ["status.replicas"],
        ["batch/jobs"] = ["status.successful"],
        ["certificates.k8s.io/certificatesigningrequests"] = ["spec.signerName"]
    };

    private readonly List<(string Field, string Value, bool Equal)> conditions = [];

    public static FieldSelector Everything { get; } = new();

    public bool IsEmpty => conditions.Count == 0;

    /// <summary>The name that is asked for, when there is one.</summary>
    public string? Name => conditions.FirstOrDefault(condition => condition is { Field: "metadata.name", Equal: true }).Value;

    public bool Matches(JsonObject body) => conditions.TrueForAll(condition => (Read(body, condition.Field) == condition.Value) == condition.Equal);

    public static FieldSelector Parse(string text, ResourceKind kind)
    {
        var selector = new FieldSelector();
        if (text.Length == 0)
            return selector;
        foreach (var part in text.Split(','))
        {
            if (part.Length == 0)
                continue;
            var unequal = part.IndexOf("!=", StringComparison.Ordinal);
            var equal = part.IndexOf('=', StringComparison.Ordinal);
            if (equal < 0)
                throw ApiErrors.BadRequest($"invalid selector: '{part}'; can't understand '{part}'");
            var at = unequal >= 0 ? unequal : equal;
            var field = part[..at];
            var value = part[(at + (unequal >= 0 || part[at..].StartsWith("==", StringComparison.Ordinal) ? 2 : 1))..];
            if (kind.Group == "events.k8s.io")
                field = EventField(field);
            if (!IsSupported(field, kind))
                throw ApiErrors.BadRequest(Supported.ContainsKey(kind.Storage) || kind.Custom is not null ? $"field label not supported: {field}" : $"\"{field}\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\"");

            selector.conditions.Add((field, value, unequal < 0));
        }

        return selector;
    }

    /// <summary>The newer event group names some fields differently.</summary>
    private static string EventField(string field) => field.StartsWith("regarding.", StringComparison.Ordinal) ? "involvedObject." + field["regarding.".Length..]
        : field == "reportingController" ? "reportingComponent" : field;

    private static bool IsSupported(string field, ResourceKind kind) =>
        field is "metadata.name" || (field is "metadata.namespace" && kind.Namespaced)
        || (Supported.TryGetValue(kind.Storage, out var fields) && fields.Contains(field))
        || (kind.Custom is { } custom && custom.SelectableFields.Contains("." + field));

    private static string Read(JsonObject body, string field)
    {
        if (field == "status.successful")
            return (body.Number("status", "succeeded") ?? 0).ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (field == "reportingComponent")
            return body.Text("reportingComponent") is { Length: > 0 } reporter ? reporter : body.Text("source", "component") ?? "";
        if (field == "source")
            return body.Text("source", "component") ?? "";
        JsonNode? node = body;
        foreach (var part in field.Split('.'))
            node = node.At(part);
        return node switch
        {
            null => field is "spec.unschedulable" or "spec.hostNetwork" ? "false" : "",
            _ when node.Text() is { } text => text,
            _ => node.ToJsonString()
        };
    }
}
