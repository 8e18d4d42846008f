using System.Text.Json.Nodes;

namespace OptaPS.Engine.Resources;

/// <summary>One managed resource of a graph: what it should be, and what it needs first.</summary>
/// <param name="Address">Unique and stable within a layer, <c>module/name</c>, for example <c>base/private-subnet-1</c>. State is keyed by it.</param>
/// <param name="Type">Which provider and type.</param>
/// <param name="Desired">The document; leaves may be expressions (<see cref="Expressions.Expression"/>).</param>
public sealed record ResourceNode(string Address, ResourceType Type, JsonObject Desired) : IGraphNode
{
    /// <summary>Addresses that must be done first although no expression mentions them. Deletion goes the other way round.</summary>
    public IReadOnlyList<string> DependsOn { get; init; } = [];

    /// <summary>Where to connect, for resources that live behind a connection (Kubernetes objects, Helm releases): a secret-free document whose leaves may be expressions.</summary>
    public JsonObject? Connection { get; init; }

    /// <summary>JSON pointers of parts of <see cref="Desired"/> that hold secrets, beyond those that the type itself declares.</summary>
    public IReadOnlyList<string> SensitivePaths { get; init; } = [];

    /// <summary>True for a resource that keeps data which cannot be made again; it is never replaced or deleted by an apply without leave.</summary>
    public bool HoldsData { get; init; }

    /// <summary>Where values came from when not from the module's defaults: JSON pointer to a text such as <c>hello.yaml:9:12</c> or <c>overlay deploy 2026-11-21 by ann</c>.</summary>
    public IReadOnlyDictionary<string, string> ValueSources { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The record that the node was made of, when the graph is the record of a layer instead of its file: what the record says beyond the document is kept.</summary>
    internal State.ResourceRecord? Origin { get; init; }

    /// <summary>Addresses that this resource had in earlier versions; its record is taken over from there without touching the resource.</summary>
    public IReadOnlyList<string> FormerAddresses { get; init; } = [];
}
