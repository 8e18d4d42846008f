using System.Text.Json.Nodes;
using OptaPS.Diagnostics;

namespace OptaPS.Configuration.Values;

/// <summary>
/// Text with at least one part that is known only at apply time. When <see cref="IsWhole"/> holds, the value has the type of the
/// output it names (a list stays a list); otherwise the parts are joined to text.
/// </summary>
/// <param name="Segments">The parts in order; neighbouring literals are merged.</param>
/// <param name="Location">Where the text was written.</param>
public sealed record ConfigText(IReadOnlyList<TextSegment> Segments, SourceLocation? Location) : ConfigValue(Location)
{
    /// <inheritdoc/>
    public override string KindName => "text known at apply";

    /// <summary>True when the value is exactly one reference and nothing else.</summary>
    public bool IsWhole => Segments is [not LiteralSegment];

    /// <summary>Returns the text with each unknown part in its source form.</summary>
    public override string ToString() => string.Concat(Segments.Select(segment => segment.ToString()));

    /// <inheritdoc/>
    public override JsonNode? ToJson() => new JsonObject
    {
        ["$opta"] = "text",
        ["segments"] = new JsonArray([.. Segments.Select(segment => (JsonNode)segment.ToJson())]),
    };

    /// <inheritdoc/>
    public bool Equals(ConfigText? other) => other is not null && Segments.SequenceEqual(other.Segments) && Location == other.Location;

    /// <inheritdoc/>
    public override int GetHashCode() => Segments.Aggregate(0, HashCode.Combine);
}
