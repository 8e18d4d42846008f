using System.Text.Json.Nodes;

namespace OptaPS.Sandbox.Aws.Schemas;

/// <summary>How the service behind a type behaves, as far as data can say it.</summary>
internal sealed record TypeRules
{
    /// <summary>Read-only values that the service makes; texts with placeholders, in order.</summary>
    public JsonObject Generate { get; init; } = [];

    /// <summary>Values that the service fills in where the caller gave none.</summary>
    public JsonObject Defaults { get; init; } = [];

    /// <summary>Read-only values that appear only when the create has finished.</summary>
    public IReadOnlyList<string> Late { get; init; } = [];

    /// <summary>At least one of these must be given.</summary>
    public IReadOnlyList<string> AnyOf { get; init; } = [];

    /// <summary>Properties that the service stores in lower case.</summary>
    public IReadOnlyList<string> Lower { get; init; } = [];

    /// <summary>Boolean property that forbids deletion while it is true.</summary>
    public string? Protect { get; init; }

    /// <summary>True when the service is not regional.</summary>
    public bool Global { get; init; }

    public UniqueRule? Unique { get; init; }

    public QuotaRule? Quota { get; init; }

    public IReadOnlyList<ReferenceRule> Refs { get; init; } = [];

    public IReadOnlyList<BlockRule> Blocks { get; init; } = [];

    /// <summary>Resources that vanish together with this one.</summary>
    public IReadOnlyList<CascadeRule> Cascade { get; init; } = [];
}
