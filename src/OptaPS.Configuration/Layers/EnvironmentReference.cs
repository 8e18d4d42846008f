using OptaPS.Configuration.Values;
using OptaPS.Diagnostics;

namespace OptaPS.Configuration.Layers;

/// <summary>An entry of <c>environments</c> in a service file.</summary>
/// <param name="Name">The name for <c>--env</c>.</param>
/// <param name="Path">The path as written.</param>
/// <param name="Variables">Values for <c>{vars.x}</c> when this environment is chosen.</param>
/// <param name="Location">Where the entry begins.</param>
public sealed record EnvironmentReference(string Name, string Path, ConfigMap Variables, SourceLocation Location);
