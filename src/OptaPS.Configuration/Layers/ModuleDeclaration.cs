using OptaPS.Configuration.Catalog;
using OptaPS.Configuration.Values;
using OptaPS.Diagnostics;

namespace OptaPS.Configuration.Layers;

/// <summary>One entry of <c>modules</c>.</summary>
public sealed record ModuleDeclaration
{
    /// <summary>The full type for the cloud, such as <c>aws-base</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The type as written, such as <c>base</c>.</summary>
    public required string WrittenType { get; init; }

    /// <summary>The module's name; without <c>name</c> the written type without dashes, as Opta names it.</summary>
    public required string Name { get; init; }

    /// <summary>The inputs with defaults.</summary>
    public required ModuleInputs Inputs { get; init; }

    /// <summary>Names of modules in the same file that must be ready first, from <c>depends_on</c>.</summary>
    public required IReadOnlyList<string> DependsOn { get; init; }

    /// <summary>The links, in the order of the file.</summary>
    public required IReadOnlyList<ModuleLink> Links { get; init; }

    /// <summary>The schema of <see cref="Type"/>.</summary>
    public required ModuleSchema Schema { get; init; }

    /// <summary>Where the entry begins.</summary>
    public required SourceLocation Location { get; init; }
}
