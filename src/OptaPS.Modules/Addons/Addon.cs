using System.Text.Json.Nodes;

namespace OptaPS.Modules.Addons;

/// <summary>One entry of the add-on catalogue. Texts may hold <c>$(name)</c> for facts of the cluster.</summary>
internal sealed record Addon
{
    /// <summary>The release's name.</summary>
    public required string Name { get; init; }

    /// <summary>The chart's name.</summary>
    public required string Chart { get; init; }

    /// <summary>The repository's published address.</summary>
    public required string Repository { get; init; }

    /// <summary>The chart's version; the chart lock adds its digest.</summary>
    public required string Version { get; init; }

    /// <summary>The namespace of its own.</summary>
    public required string Namespace { get; init; }

    /// <summary>The pod security level that the namespace enforces, or null for none.</summary>
    public string? PodSecurity { get; init; }

    /// <summary>The service account that gets the cloud rights, or null.</summary>
    public string? ServiceAccount { get; init; }

    /// <summary>The chart's values.</summary>
    public JsonObject Values { get; init; } = [];

    /// <summary>The cloud rights.</summary>
    public IReadOnlyList<AddonPermission> Permissions { get; init; } = [];
}
