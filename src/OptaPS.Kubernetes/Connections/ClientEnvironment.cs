namespace OptaPS.Kubernetes.Connections;

/// <summary>What the client takes from the process around it; given as a value so that nothing ambient is consulted.</summary>
public sealed record ClientEnvironment
{
    /// <summary>Looks up an environment variable.</summary>
    public Func<string, string?> Variable { get; init; } = _ => null;

    /// <summary>The user's home folder, for <c>~/.kube/config</c>; null when there is none.</summary>
    public string? HomeFolder { get; init; }

    /// <summary>Where a pod finds its service account.</summary>
    public string ServiceAccountFolder { get; init; } = "/var/run/secrets/kubernetes.io/serviceaccount";

    /// <summary>True when a person at a terminal can answer questions of an exec plugin.</summary>
    public bool Interactive { get; init; }

    /// <summary>True when the user asked, by name, for connections with <c>insecure-skip-tls-verify</c>.</summary>
    public bool AllowInsecureTls { get; init; }

    /// <summary>PEM certificates trusted besides the system's, where a connection brings no authority of its own; null for none.</summary>
    public string? ExtraTrust { get; init; }

    /// <summary>How long one request may take until its answer begins.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(65);

    /// <summary>How long to try to connect.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How often a call is sent at most.</summary>
    public int MaxAttempts { get; init; } = 6;

    /// <summary>How long a started exec plugin may take.</summary>
    public TimeSpan ExecTimeout { get; init; } = TimeSpan.FromSeconds(60);
}
