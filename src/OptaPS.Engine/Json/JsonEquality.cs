using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OptaPS.Engine.Json;

/// <summary>Equality of JSON values: numbers by value, members in any order.</summary>
internal static class JsonEquality
{
    internal static bool Equal(JsonNode? left, JsonNode? right)
    {
        if (ReferenceEquals(left, right))
            return true;
        if (left is null || right is null)
            return false;
        return (left, right) switch
        {
            (JsonObject a, JsonObject b) => a.Count == b.Count && a.All(member => b.TryGetPropertyValue(member.Key, out var other) && Equal(member.Value, other)),
            (JsonArray a, JsonArray b) => a.Count == b.Count && a.Zip(b).All(pair => Equal(pair.First, pair.Second)),
            (JsonValue a, JsonValue b) => Equal(a, b),
            _ => false,
        };
    }

    private static bool Equal(JsonValue left, JsonValue right)
    {
        var kind = left.GetValueKind();
        if (kind != right.GetValueKind())
            return false;
        return kind switch
        {
            JsonValueKind.String => left.ToString() == right.ToString(),
            JsonValueKind.Number => NumbersEqual(left.ToJsonString(), right.ToJsonString()),
            _ => true,
        };
    }

    private static bool NumbersEqual(string left, string right)
    {
        if (left == right)
            return true;
        if (decimal.TryParse(left, NumberStyles.Float, CultureInfo.InvariantCulture, out var a) && decimal.TryParse(right, NumberStyles.Float, CultureInfo.InvariantCulture, out var b))
            return a == b;
        return double.Parse(left, CultureInfo.InvariantCulture).Equals(double.Parse(right, CultureInfo.InvariantCulture));
    }
}
