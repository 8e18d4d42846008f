namespace OptaPS.Kubernetes.Logs;

/// <summary>One line of a container's log.</summary>
/// <param name="Pod">The pod.</param>
/// <param name="Container">The container, when it was named in the query.</param>
/// <param name="Time">When the line was written, when timestamps were asked for.</param>
/// <param name="Text">The line without its end.</param>
public sealed record LogLine(string Pod, string? Container, DateTimeOffset? Time, string Text);
