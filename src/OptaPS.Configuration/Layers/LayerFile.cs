using OptaPS.Diagnostics;

namespace OptaPS.Configuration.Layers;

/// <summary>What environment and service files have in common.</summary>
public abstract record LayerFile
{
    /// <summary>The layer's name.</summary>
    public required string Name { get; init; }

    /// <summary>Full path of the file, or the address of a file from git.</summary>
    public required string Path { get; init; }

    /// <summary>Full path of the folder that relative paths in the file start from.</summary>
    public required string BaseDirectory { get; init; }

    /// <summary>The place of the file's first key.</summary>
    public required SourceLocation Location { get; init; }

    /// <summary>The modules in the order of the file.</summary>
    public required IReadOnlyList<ModuleDeclaration> Modules { get; init; }

    /// <summary>The variables that the file declares.</summary>
    public required IReadOnlyList<InputVariable> InputVariables { get; init; }

    /// <summary>The organisation's name; for a service that of its environment. Empty for a bring-your-own-cluster file without one.</summary>
    public required string OrgName { get; init; }

    /// <summary>SHA-256 of the file's bytes, in lower-case hex.</summary>
    public required string ContentHash { get; init; }
}
