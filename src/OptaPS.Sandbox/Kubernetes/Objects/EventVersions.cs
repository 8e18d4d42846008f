using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Objects;

/// <summary>Events of the core group and of events.k8s.io are one kind with differently named fields.</summary>
internal static class EventVersions
{
    private static readonly (string Core, string Events)[] Names =
    [
        ("involvedObject", "regarding"), ("message", "note"), ("reportingComponent", "reportingController"),
        ("firstTimestamp", "deprecatedFirstTimestamp"), ("lastTimestamp", "deprecatedLastTimestamp"), ("count", "deprecatedCount"), ("source", "deprecatedSource")
    ];

    public static JsonObject ToCore(JsonObject body)
    {
        body["apiVersion"] = "v1";
        foreach (var (core, events) in Names)
            Move(body, events, core);
        body.Default("source", new JsonObject());
        body.Default("involvedObject", new JsonObject());
        foreach (var name in new[] { "firstTimestamp", "lastTimestamp" })
        {
            if (!body.ContainsKey(name))
                body[name] = null;
        }

        return body;
    }

    public static JsonObject ToEvents(JsonObject body)
    {
        body["apiVersion"] = "events.k8s.io/v1";
        foreach (var (core, events) in Names)
            Move(body, core, events);
        foreach (var name in new[] { "deprecatedFirstTimestamp", "deprecatedLastTimestamp" })
        {
            if (!body.ContainsKey(name))
                body[name] = null;
        }

        if (body.Text("reportingController") is "")
            body.Remove("reportingController");
        if (body.Text("reportingInstance") is "")
            body.Remove("reportingInstance");
        return body;
    }

    private static void Move(JsonObject body, string from, string to)
    {
        if (!body.TryGetPropertyValue(from, out var value))
            return;
        body.Remove(from);
        body[to] = value;
    }
}
