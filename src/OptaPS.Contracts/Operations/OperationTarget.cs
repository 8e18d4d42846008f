using OptaPS.Targets;

namespace OptaPS.Operations;

/// <summary>Where an operation works: which endpoints, and where local state is kept.</summary>
/// <param name="HomeFolder">The folder for state, keys, caches and sandboxes (by default <c>.opta</c> in the user's profile).</param>
/// <param name="Sandbox">Name of the sandbox to work against, or null for the real clouds.</param>
public sealed record OperationTarget(string HomeFolder, string? Sandbox = null)
{
    /// <summary>The working folder that relative paths in requests are relative to.</summary>
    public required string WorkingFolder { get; init; }

    /// <summary>The user's environment variables as they were when the command started; credential chains and kubeconfig look here.</summary>
    public required IReadOnlyDictionary<string, string> EnvironmentVariables { get; init; }

    /// <summary>Who acts, for overlay entries and lock messages: <c>user@machine</c>.</summary>
    public required string Actor { get; init; }

    /// <summary>True when a person at a terminal can answer what a kubeconfig's credential plugin asks.</summary>
    public bool Interactive { get; init; }

    /// <summary>An endpoint set given directly instead of a sandbox by name; tests and hosts use it.</summary>
    public EndpointSet? Endpoints { get; init; }
}
