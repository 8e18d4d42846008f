using System.Text.Json.Nodes;
using OptaPS.Diagnostics;

namespace OptaPS.Configuration.Values;

/// <summary>An explicit null, or an input without value and default.</summary>
/// <param name="Location">Where the null was written, or null when nothing was written.</param>
public sealed record ConfigNull(SourceLocation? Location) : ConfigValue(Location)
{
    /// <inheritdoc/>
    public override string KindName => "null";

    /// <inheritdoc/>
    public override JsonNode? ToJson() => null;
}
