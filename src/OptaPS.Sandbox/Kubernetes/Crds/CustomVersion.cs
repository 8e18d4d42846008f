using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Schema;

namespace OptaPS.Sandbox.Kubernetes.Crds;

/// <summary>One version of a custom resource definition.</summary>
internal sealed record CustomVersion(string Definition, bool IsStorage, SchemaNode? Schema)
{
    public bool HasStatus { get; init; }

    /// <summary>Evaluates the rules of the schema.</summary>
    public RuleValidator Rules { get; } = new();

    /// <summary>Whether the schema sets any default.</summary>
    public bool HasDefaults { get; init; }

    /// <summary>The scale subresource's paths, or null.</summary>
    public JsonObject? Scale { get; init; }

    public IReadOnlyList<JsonObject> Columns { get; init; } = [];

    public IReadOnlyList<string> SelectableFields { get; init; } = [];

    /// <summary>Text of the deprecation warning, or null.</summary>
    public string? Deprecation { get; init; }
}
