using System.Text.Json.Nodes;
using OptaPS.Kubernetes.Objects;

namespace OptaPS.Kubernetes.Evidence;

/// <summary>Reads the Events about an object.</summary>
public static class EventReader
{
    private static readonly GroupVersionKind EventKind = new("", "v1", "Event");

    /// <summary>The Events about a live object, newest last.</summary>
    public static async Task<IReadOnlyList<JsonObject>> ReadAsync(IKubernetesClient client, JsonObject live, CancellationToken cancellationToken)
    {
        var selector = live.GetUid() is { } uid ? $"involvedObject.uid={uid}" : $"involvedObject.name={live.GetName()},involvedObject.kind={live.GetKind().Kind}";
        var events = new List<JsonObject>();
        await foreach (var item in client.ListAsync(new ListQuery(EventKind, live.GetNamespace() ?? "default") { FieldSelector = selector }, cancellationToken))
            events.Add(item);
        return [.. events.OrderBy(TimeOf, StringComparer.Ordinal)];
    }

    /// <summary><c>Warning Failed (x3): Failed to pull image ...</c>.</summary>
    public static string Describe(JsonObject item)
    {
        var count = item.Number("count") ?? item["series"].Number("count") ?? 1;
        return $"{item.Text("type")} {item.Text("reason")}{(count > 1 ? $" (x{count})" : "")}: {item.Text("message")?.Trim()}";
    }

    private static string TimeOf(JsonObject item) =>
        item.Text("lastTimestamp") ?? item["series"].TextAt("lastObservedTime") ?? item.Text("eventTime") ?? item["metadata"].TextAt("creationTimestamp") ?? "";
}
