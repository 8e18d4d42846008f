using System.Text.Json.Nodes;
using OptaPS.Kubernetes.Objects;

namespace OptaPS.Kubernetes.Watch;

/// <summary>
/// The state that a server streams at the start of a watch (watch-list). Kept back until the server says that it is complete, so that a
/// connection that breaks before is as if it had never been.
/// </summary>
internal sealed class InitialState
{
    private const string EndAnnotation = "k8s.io/initial-events-end";
    private readonly Dictionary<(string?, string), JsonObject> objects = [];

    /// <summary>The objects, in the server's order.</summary>
    public IEnumerable<JsonObject> Objects => objects.Values;

    /// <summary>True for the bookmark that ends the initial state.</summary>
    public static bool IsEnd(WatchEvent change) => change.Type == WatchEventType.Bookmark && change.Object.GetAnnotation(EndAnnotation) == "true";

    public void Take(WatchEvent change)
    {
        if (change.Type == WatchEventType.Bookmark)
            return;
        var key = (change.Object.GetNamespace(), change.Object.GetName());
        if (change.Type == WatchEventType.Deleted)
            objects.Remove(key);
        else
            objects[key] = change.Object;
    }
}
