using OptaPS.Configuration.Catalog;
using OptaPS.Configuration.Layers;
using OptaPS.Configuration.Providers;

namespace OptaPS.Configuration.Interpolation;

/// <summary>What the references in one file can name.</summary>
internal sealed record InterpolationScope
{
    public required string Environment { get; init; }

    public required string LayerName { get; init; }

    /// <summary>The environment's name for a service; null in an environment file, where <c>{parent_name}</c> is <c>nil</c>.</summary>
    public required string? ParentName { get; init; }

    public required CloudProvider? Provider { get; init; }

    public required IReadOnlyDictionary<string, InputVariable> Variables { get; init; }

    /// <summary>The parent's outputs by name, or null when there is no parent.</summary>
    public required ParentOutputs? Parent { get; init; }

    /// <summary>The modules of the same file by name.</summary>
    public required IReadOnlyDictionary<string, ModuleSchema> Modules { get; init; }

    public bool AllowMissingVariables { get; init; }
}
