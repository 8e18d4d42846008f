using System.Text.Json.Nodes;

namespace OptaPS.Engine.Providers;

/// <summary>A resource as it is.</summary>
/// <param name="Identifier">The system's identifier of it.</param>
/// <param name="Properties">Its document, read-only attributes included; expressions of other resources read from here.</param>
public sealed record ResourceSnapshot(string Identifier, JsonObject Properties)
{
    /// <summary>Owner's address when the ownership mark carries one; null otherwise.</summary>
    public string? OwnerAddress { get; init; }

    /// <summary>The handle of a create that is still under way, when a find meets a half-made resource; its properties are not complete then. Null otherwise.</summary>
    public string? PendingHandle { get; init; }

    /// <summary>The type's name; set by list results.</summary>
    public string? TypeName { get; init; }
}
