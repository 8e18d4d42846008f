namespace OptaPS.Helm.Rendering;

/// <summary>A document that runs at a moment in the life of a release.</summary>
/// <param name="Source">Chart and path of the template.</param>
/// <param name="ApiVersion">API version, or empty.</param>
/// <param name="Kind">Kind, or empty.</param>
/// <param name="Name">metadata.name, or empty.</param>
/// <param name="Text">The YAML text.</param>
public sealed record RenderedHook(string Source, string ApiVersion, string Kind, string Name, string Text)
{
    /// <summary>Events such as pre-install; test-success is given as test.</summary>
    public IReadOnlyList<string> Events { get; init; } = [];

    /// <summary>Order among hooks of one event, ascending.</summary>
    public int Weight { get; init; }

    /// <summary>before-hook-creation, hook-succeeded, hook-failed.</summary>
    public IReadOnlyList<string> DeletePolicies { get; init; } = [];

    /// <summary>hook-succeeded, hook-failed: when the log is shown.</summary>
    public IReadOnlyList<string> OutputLogPolicies { get; init; } = [];

    /// <summary>True for a test hook.</summary>
    public bool IsTest => Events.Contains("test", StringComparer.Ordinal);
}
