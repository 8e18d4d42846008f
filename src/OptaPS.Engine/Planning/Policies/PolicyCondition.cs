using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OptaPS.Engine.Json;

namespace OptaPS.Engine.Planning.Policies;

/// <summary>A comparison of a value with an operand.</summary>
/// <param name="Operator">The comparison.</param>
/// <param name="Operand">What to compare with; null for <see cref="PolicyOperator.Exists"/> and <see cref="PolicyOperator.Absent"/>.</param>
public sealed record PolicyCondition(PolicyOperator Operator, JsonNode? Operand)
{
    private static readonly TimeSpan MatchTime = TimeSpan.FromSeconds(1);

    /// <summary>True when the comparison holds of <paramref name="value"/>; null stands for no value.</summary>
    public bool Holds(JsonNode? value) => Operator switch
    {
        PolicyOperator.Exists => value is not null,
        PolicyOperator.Absent => value is null,
        PolicyOperator.Equals => value is not null && JsonEquality.Equal(value, Operand),
        PolicyOperator.NotEquals => value is null || !JsonEquality.Equal(value, Operand),
        PolicyOperator.In => value is not null && IsOneOf(value),
        PolicyOperator.NotIn => value is null || !IsOneOf(value),
        PolicyOperator.Matches => value is not null && IsMatch(value),
        PolicyOperator.NotMatches => value is null || !IsMatch(value),
        PolicyOperator.Contains => Has(value),
        PolicyOperator.GreaterThan => Number(value) > Number(Operand),
        _ => Number(value) < Number(Operand),
    };

    private static double? Number(JsonNode? node) =>
        node is JsonValue value && double.TryParse(value.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private bool IsOneOf(JsonNode value) => Operand is JsonArray elements && elements.Any(element => JsonEquality.Equal(value, element));

    private bool IsMatch(JsonNode value) => Regex.IsMatch(value.ToString(), Operand?.ToString() ?? "", RegexOptions.CultureInvariant, MatchTime);

    private bool Has(JsonNode? value) => value switch
    {
        JsonArray elements => elements.Any(element => JsonEquality.Equal(element, Operand)),
        JsonObject members => members.ContainsKey(Operand?.ToString() ?? ""),
        JsonValue text => text.ToString().Contains(Operand?.ToString() ?? "", StringComparison.Ordinal),
        _ => false,
    };
}
