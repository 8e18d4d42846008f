namespace OptaPS.Kubernetes.Logs;

/// <summary>Which log of which pod.</summary>
/// <param name="Namespace">The pod's namespace.</param>
/// <param name="Pod">The pod's name.</param>
public sealed record LogQuery(string Namespace, string Pod)
{
    /// <summary>The container, or null for the pod's default one.</summary>
    public string? Container { get; init; }

    /// <summary>True to go on until the container ends.</summary>
    public bool Follow { get; init; }

    /// <summary>True for the log of the container's previous run.</summary>
    public bool Previous { get; init; }

    /// <summary>Only so many lines from the end, or null.</summary>
    public int? TailLines { get; init; }

    /// <summary>Only lines younger than this, or null.</summary>
    public TimeSpan? Since { get; init; }

    /// <summary>Only lines from this instant on, or null.</summary>
    public DateTimeOffset? SinceTime { get; init; }

    /// <summary>True to have <see cref="LogLine.Time"/> filled in.</summary>
    public bool Timestamps { get; init; }
}
