using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace OptaPS.Sandbox.Aws.Schemas;

/// <summary>What a published schema says of the values of a property beyond their type.</summary>
internal sealed record ValueLimits
{
    /// <summary>The only values that are allowed.</summary>
    [JsonPropertyName("e")]
    public IReadOnlyList<JsonNode>? Enumeration { get; init; }

    /// <summary>A regular expression that is found in the text.</summary>
    [JsonPropertyName("p")]
    public string? Pattern { get; init; }

    [JsonPropertyName("n")]
    public decimal? Minimum { get; init; }

    [JsonPropertyName("x")]
    public decimal? Maximum { get; init; }

    /// <summary>Least number of Unicode code points.</summary>
    [JsonPropertyName("nl")]
    public int? MinLength { get; init; }

    [JsonPropertyName("xl")]
    public int? MaxLength { get; init; }

    [JsonPropertyName("ni")]
    public int? MinItems { get; init; }

    [JsonPropertyName("xi")]
    public int? MaxItems { get; init; }

    /// <summary>True when no element may stand in a list twice.</summary>
    [JsonPropertyName("u")]
    public bool UniqueItems { get; init; }

    /// <summary>Limits of each element of a list.</summary>
    [JsonPropertyName("of")]
    public ValueLimits? Items { get; init; }
}
