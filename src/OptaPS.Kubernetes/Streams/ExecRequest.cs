namespace OptaPS.Kubernetes.Streams;

/// <summary>A command to run in a container, or (with an empty command) its main process to attach to.</summary>
/// <param name="Namespace">The pod's namespace.</param>
/// <param name="Pod">The pod.</param>
/// <param name="Command">Program and arguments; empty to attach.</param>
public sealed record ExecRequest(string Namespace, string Pod, IReadOnlyList<string> Command)
{
    /// <summary>The container, or null for the pod's default one.</summary>
    public string? Container { get; init; }

    /// <summary>What the command reads; null for nothing.</summary>
    public Stream? Input { get; init; }

    /// <summary>Where its output goes; null to drop it.</summary>
    public Stream? Output { get; init; }

    /// <summary>Where its error output goes; null to drop it. With a terminal everything is output.</summary>
    public Stream? Errors { get; init; }

    /// <summary>True to give it a terminal.</summary>
    public bool Terminal { get; init; }
}
