namespace OptaPS.Objects;

/// <summary>A sandbox: a process that emulates clouds, clusters and chart repositories on this machine.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Status">Running or Stopped.</param>
public sealed record SandboxInfo(string Name, string Status)
{
    /// <summary>Process id while running, or 0.</summary>
    public int ProcessId { get; init; }

    /// <summary>Identity of its world; state made in it is refused elsewhere.</summary>
    public string World { get; init; } = "";

    /// <summary>Base address of its services while running.</summary>
    public Uri? Uri { get; init; }

    /// <summary>Where it keeps its world.</summary>
    public string DataFolder { get; init; } = "";

    /// <summary>Its log file.</summary>
    public string LogFile { get; init; } = "";

    /// <summary>Kubeconfig of the sandbox's local cluster, or null when it has none.</summary>
    public string? LocalKubeconfig { get; init; }

    /// <summary>Environment variables that point an unmodified aws program at it. The keys are made up and open nothing else.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
