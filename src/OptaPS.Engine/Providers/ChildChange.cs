using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace OptaPS.Engine.Providers;

/// <summary>What happens to one object inside a composite resource.</summary>
/// <param name="Name">Kind, namespace and name, for example <c>Deployment hello/app</c>.</param>
/// <param name="Action">What happens to it.</param>
/// <param name="Properties">The fields that change.</param>
public sealed record ChildChange(string Name, PlannedAction Action, IReadOnlyList<PropertyChange> Properties)
{
    /// <summary>The text that stands in <see cref="Document"/> for what is known only during the apply.</summary>
    public const string Unknown = "known-after-apply";

    /// <summary>The type that the object would have as a resource of its own, for example <c>kubernetes:apps/v1/Deployment</c>; empty when it would have none.</summary>
    public string Type { get; init; } = "";

    /// <summary>The wanted object, or the one that is deleted, with secrets in clear: policies look at it; it is never shown or stored.</summary>
    [JsonIgnore]
    public JsonObject? Document { get; init; }
}
