using System.Text.Json.Nodes;

namespace OptaPS.Kubernetes.Watch;

/// <summary>One change seen by a watch.</summary>
/// <param name="Type">What happened.</param>
/// <param name="Object">The object after the change (for a deletion: as it was last).</param>
public sealed record WatchEvent(WatchEventType Type, JsonObject Object);
