using System.Text.Json;
using System.Text.Json.Nodes;

namespace OptaPS.Helm.Releases.Applying;

/// <summary>Compares what is wanted with what is there, on the wanted fields only.</summary>
internal static class LiveComparison
{
    /// <summary>True when every wanted field has its value in the live object. Values that the server may write differently (quantities) count as different; a dry run then decides.</summary>
    public static bool Covers(JsonNode? wanted, JsonNode? live) => wanted switch
    {
        null => live is null,
        JsonObject members => members.All(member => member.Key == "stringData" && live is JsonObject secret
            ? CoversStrings(member.Value as JsonObject, secret["data"] as JsonObject)
            : live is JsonObject found && found.TryGetPropertyValue(member.Key, out var value) && value is not null
                ? Covers(member.Value, value)
                : IsNothing(member.Value) && live is null or JsonObject),
        JsonArray elements => live is JsonArray others && elements.Count == others.Count && elements.Zip(others).All(pair => Covers(pair.First, pair.Second)),
        JsonValue value => live is JsonValue other && Same(value, other),
        _ => false,
    };

    /// <summary>True when two JSON values mean the same: members in any order, numbers by value.</summary>
    public static bool Same(JsonNode? x, JsonNode? y) => (x, y) switch
    {
        (null, null) => true,
        (JsonObject a, JsonObject b) => a.Count == b.Count && a.All(member => b.TryGetPropertyValue(member.Key, out var other) && Same(member.Value, other)),
        (JsonArray a, JsonArray b) => a.Count == b.Count && a.Zip(b).All(pair => Same(pair.First, pair.Second)),
        (JsonValue a, JsonValue b) => Same(a, b),
        _ => false,
    };

    private static bool Same(JsonValue a, JsonValue b)
    {
        var kind = a.GetValueKind();
        if (kind != b.GetValueKind())
            return false;
        return kind switch
        {
            JsonValueKind.String => a.GetValue<string>() == b.GetValue<string>(),
            JsonValueKind.Number => Number(a) == Number(b),
            _ => true,
        };
    }

    private static decimal Number(JsonValue value) =>
        decimal.TryParse(value.ToJsonString(), System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : decimal.MinValue;

    private static bool CoversStrings(JsonObject? wanted, JsonObject? live) => wanted is null || wanted.All(member =>
        live?[member.Key] is JsonValue value
        && value.GetValue<string>() == Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(member.Value is JsonValue text && text.TryGetValue<string>(out var s) ? s : "")));

    // The server drops what says nothing.
    private static bool IsNothing(JsonNode? node) => node is null or JsonObject { Count: 0 } or JsonArray { Count: 0 }
        || (node is JsonValue value && value.GetValueKind() == JsonValueKind.String && value.GetValue<string>().Length == 0)
        || (node is JsonValue flag && flag.GetValueKind() == JsonValueKind.False);
}
