using OptaPS.Configuration.Providers;

namespace OptaPS.Configuration.Catalog;

/// <summary>Everything the product knows about a module type before running it. Read from the files in Schemas.</summary>
public sealed record ModuleSchema
{
    /// <summary>The full type, such as <c>aws-base</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Short names that mean this type on its clouds.</summary>
    public required IReadOnlyList<string> Aliases { get; init; }

    /// <summary>Where the type exists.</summary>
    public required IReadOnlyList<CloudKind> Clouds { get; init; }

    /// <summary>What the module makes, in one sentence.</summary>
    public required string About { get; init; }

    /// <summary>In which kind of file it belongs.</summary>
    public required ModulePlace Place { get; init; }

    /// <summary>True when the short names also hold on a cluster of the user's own; otherwise only the full type does.</summary>
    public bool AliasOnCluster { get; init; }

    /// <summary>True when a file may hold only one.</summary>
    public bool OncePerFile { get; init; }

    /// <summary>True when the module's name becomes a Kubernetes name and so must be lower case.</summary>
    public bool KubernetesName { get; init; }

    /// <summary>True when the outputs are not known here, as for a module of the user's own.</summary>
    public bool OpenOutputs { get; init; }

    /// <summary>The inputs in the order of the documentation.</summary>
    public required IReadOnlyList<InputSchema> Inputs { get; init; }

    /// <summary>The outputs.</summary>
    public required IReadOnlyList<OutputSchema> Outputs { get; init; }

    /// <summary>Names that OptaPS fills in and that a file may not give.</summary>
    public required IReadOnlyList<string> FilledIn { get; init; }

    /// <summary>The types that this one may link to.</summary>
    public required IReadOnlyList<string> LinksTo { get; init; }

    /// <summary>What linking modules get, or null when nothing can link to this type.</summary>
    public LinkSchema? Link { get; init; }

    /// <summary>Rules over several inputs.</summary>
    public required IReadOnlyList<RuleSchema> Rules { get; init; }

    /// <summary>Length limits of names.</summary>
    public required IReadOnlyList<NameLimit> Names { get; init; }

    /// <summary>Roles of the types that must stand before this one in the same file, such as <c>base</c>.</summary>
    public required IReadOnlyList<string> Needs { get; init; }

    /// <summary>Things worth knowing, for the documentation.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>Finds an input by name, or null.</summary>
    public InputSchema? FindInput(string name) => Inputs.FirstOrDefault(input => input.Name == name);

    /// <summary>Finds an output by name, or null.</summary>
    public OutputSchema? FindOutput(string name) => Outputs.FirstOrDefault(output => output.Name == name);
}
