using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Objects;
using OptaPS.Sandbox.Kubernetes.Storage;

namespace OptaPS.Sandbox.Kubernetes.Controllers;

/// <summary>Writes Event objects; the same event again only counts up.</summary>
internal sealed class EventRecorder(Cluster cluster)
{
    private readonly Dictionary<string, string> known = new(StringComparer.Ordinal);
    private readonly Lock gate = new();

    private long moment;

    public async Task RecordAsync(JsonObject about, string type, string reason, string message, string component, CancellationToken ct, string fieldPath = "")
    {
        var ns = about.Namespace().Length > 0 ? about.Namespace() : "default";
        var kind = cluster.Kinds.Builtin("", "events");
        var identity = string.Join('|', about.Uid(), type, reason, message, component, fieldPath);
        string? name;
        lock (gate)
            name = known.GetValueOrDefault(identity);
        try
        {
            if (name is not null && cluster.Store.Get(kind.Storage, ns, name) is not null)
            {
                await cluster.Objects.UpdateAsync(new WriteContext(kind, ns, name) { Internal = true, Manager = component }, body =>
                {
                    body["count"] = (body.Number("count") ?? 1) + 1;
                    body["lastTimestamp"] = cluster.Timestamp;
                    return body;
                }, ct);
                return;
            }

            name = $"{about.Name()}.{NextMoment():x16}";
            await cluster.Objects.CreateAsync(new WriteContext(kind, ns, name) { Internal = true, Manager = component }, Build(about, type, reason, message, component, fieldPath, ns, name), ct);
            lock (gate)
                known[identity] = name;
        }
        catch (ApiException e) when (e.Code is 403 or 404)
        {
            // The namespace is going away, and its events with it.
        }
        catch (WriteConflictException)
        {
            // Counting is best effort.
        }
    }

    /// <summary>Nanoseconds since 1970, never the same twice: events sort by when they happened.</summary>
    private long NextMoment()
    {
        lock (gate)
            return moment = Math.Max(moment + 1, (cluster.Clock.Now.UtcTicks - DateTime.UnixEpoch.Ticks) * 100);
    }

    private JsonObject Build(JsonObject about, string type, string reason, string message, string component, string fieldPath, string ns, string name)
    {
        var involved = new JsonObject { ["kind"] = about.Text("kind"), ["namespace"] = about.Namespace(), ["name"] = about.Name(), ["uid"] = about.Uid(), ["apiVersion"] = about.Text("apiVersion"), ["resourceVersion"] = about.Text("metadata", "resourceVersion") };
        if (about.Namespace().Length == 0)
            involved.Remove("namespace");
        if (fieldPath.Length > 0)
            involved["fieldPath"] = fieldPath;
        var source = new JsonObject { ["component"] = component };
        // The scheduler writes the newer form of events.
        if (component == "default-scheduler")
            source = [];
        if (component == "kubelet" && about.Text("spec", "nodeName") is { } node)
            source["host"] = node;
        var scheduled = component == "default-scheduler";
        var written = new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = ns },
            ["involvedObject"] = involved,
            ["reason"] = reason,
            ["message"] = message,
            ["source"] = source,
            ["firstTimestamp"] = cluster.Timestamp,
            ["lastTimestamp"] = cluster.Timestamp,
            ["count"] = 1L,
            ["type"] = type,
            ["eventTime"] = null,
            ["reportingComponent"] = component,
            ["reportingInstance"] = component == "kubelet" ? about.Text("spec", "nodeName") ?? "" : scheduled ? "default-scheduler-sandbox" : ""
        };
        if (scheduled)
        {
            written["action"] = reason == "Scheduled" ? "Binding" : "Scheduling";
            written["eventTime"] = cluster.MicroTimestamp;
            written["firstTimestamp"] = null;
            written["lastTimestamp"] = null;
            written.Remove("count");
        }

        return written;
    }
}
