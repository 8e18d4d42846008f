using System.Text.Json.Nodes;
using OptaPS.Kubernetes.Objects;

namespace OptaPS.Kubernetes.Apply;

/// <summary>
/// Compares a desired document with a live object by the fields that a manager owns, without a call. It may see a difference where the server
/// sees none (defaults inside atomic lists, other spellings of a quantity); where it sees none there is none.
/// </summary>
internal static class OwnedDiff
{
    /// <summary>True when applying <paramref name="desired"/> would change nothing.</summary>
    /// <param name="desired">The complete intent.</param>
    /// <param name="live">The live object.</param>
    /// <param name="owned">What the manager owns in it.</param>
    public static bool IsSame(JsonObject desired, JsonObject live, JsonObject owned)
    {
        var wanted = new JsonObject();
        foreach (var (name, value) in desired)
            if (name is not ("apiVersion" or "kind"))
                wanted[name] = value?.DeepClone();
        if (wanted["metadata"] is JsonObject metadata)
        {
            metadata.Remove("name");
            metadata.Remove("namespace");
            if (metadata.Count == 0)
                wanted.Remove("metadata");
        }

        return Matches(wanted, live, owned);
    }

    private static bool Matches(JsonNode? wanted, JsonNode? live, JsonObject owned)
    {
        // No more structure below: the manager owns the value as a whole.
        if (owned.Count == 0 || (owned.Count == 1 && owned.ContainsKey(".")))
            return wanted is JsonObject { Count: 0 } or JsonArray { Count: 0 } ? live is not null : JsonNode.DeepEquals(wanted, live);
        return wanted switch
        {
            JsonObject members when live is JsonObject liveMembers => MatchMembers(members, liveMembers, owned),
            JsonArray elements when live is JsonArray liveElements => MatchElements(elements, liveElements, owned),
            _ => false,
        };
    }

    private static bool MatchMembers(JsonObject wanted, JsonObject live, JsonObject owned)
    {
        foreach (var (key, _) in owned)
            if (key.StartsWith("f:", StringComparison.Ordinal) && !wanted.ContainsKey(key[2..]))
                return false;
        foreach (var (name, value) in wanted)
            if (owned["f:" + name] is not JsonObject inner || !live.ContainsKey(name) || !Matches(value, live[name], inner))
                return false;
        return true;
    }

    private static bool MatchElements(JsonArray wanted, JsonArray live, JsonObject owned)
    {
        var left = wanted.ToList();
        foreach (var (key, inner) in owned)
        {
            if (key == ".")
                continue;
            if (FieldKey.Find(key, left) is not { } element || FieldKey.Find(key, [.. live]) is not { } there || !Matches(element, there, inner as JsonObject ?? []))
                return false;
            left.Remove(element);
        }

        return left.Count == 0;
    }
}
