using System.Globalization;
using System.Text.Json.Nodes;
using OptaPS.Engine.Expressions;
using OptaPS.Engine.Json;
using OptaPS.Engine.Providers;
using OptaPS.Engine.Redaction;

namespace OptaPS.Engine.Planning;

/// <summary>Walks desired, recorded and live side by side and collects what differs.</summary>
internal sealed class PropertyComparison(PlanRequest request, ResourceTraits traits)
{
    private readonly List<PropertyChange> changes = [];
    private readonly IReadOnlyList<string> sensitive = [.. traits.Sensitive, .. request.SensitivePaths];

    internal IReadOnlyList<PropertyChange> Changes => changes;

    internal void Compare() => CompareMembers("", request.Desired, request.Recorded, request.Live!.Properties);

    /// <summary>Collects one difference, masked where it is secret.</summary>
    internal void Report(string path, JsonNode? before, JsonNode? after, JsonNode? recorded)
    {
        var secret = sensitive.Any(pattern => JsonPointer.Covers(pattern, path));
        var inside = sensitive.Select(pattern => JsonPointer.Below(pattern, path)).OfType<string>().ToList();
        changes.Add(new PropertyChange(path, Redactor.Mask(before, inside), Redactor.Mask(after, inside))
        {
            ForcesReplace = traits.CreateOnly.Any(pattern => JsonPointer.Covers(pattern, path) || JsonPointer.IsInside(pattern, path) && InnerDiffers(pattern, path, before, after)),
            Drift = recorded is not null && before is not null && !Matches(path, recorded, before) && Matches(path, recorded, after),
            Unknown = ExpressionReader.References(after).Any(),
            Sensitive = secret || inside.Count > 0,
            Source = SourceOf(path),
        });
        if (secret)
            changes[^1] = changes[^1] with { Before = Masked(before), After = Masked(after) };
    }

    private static JsonValue? Masked(JsonNode? value) => value is null ? null : JsonValue.Create(Secrets.Secret.Mask);

    private void CompareMembers(string path, JsonObject desired, JsonObject? recorded, JsonObject live)
    {
        foreach (var (name, value) in desired)
        {
            // A null in a document means the same as leaving the property out.
            if (value is not null)
                Compare(JsonPointer.Append(path, name), value, recorded?[name], live.TryGetPropertyValue(name, out var present) ? present : null);
        }

        foreach (var (name, was) in recorded ?? [])
        {
            var gone = was is not null && (!desired.TryGetPropertyValue(name, out var kept) || kept is null);
            if (gone && live.TryGetPropertyValue(name, out var present) && present is not null && !IsWriteOnly(JsonPointer.Append(path, name)))
                Report(JsonPointer.Append(path, name), present, null, was);
            else if (gone && IsWriteOnly(JsonPointer.Append(path, name)))
                Report(JsonPointer.Append(path, name), was, null, was);
        }
    }

    private void Compare(string path, JsonNode desired, JsonNode? recorded, JsonNode? live)
    {
        if (IsWriteOnly(path))
        {
            if (!JsonEquality.Equal(desired, recorded))
                Report(path, recorded, desired, recorded);
        }
        else if (ExpressionReader.IsExpression(desired))
        {
            Report(path, live, desired, recorded);
        }
        else if (desired is JsonObject members && live is JsonObject liveMembers)
        {
            CompareMembers(path, members, recorded as JsonObject, liveMembers);
        }
        else if (desired is JsonObject { Count: > 0 } onlyWriteOnly && live is null && HoldsWriteOnly(path))
        {
            // The object is not returned because all that is in it is write-only.
            CompareMembers(path, onlyWriteOnly, recorded as JsonObject, []);
        }
        else if (desired is JsonArray elements && live is JsonArray liveElements && !IsSet(path) && elements.Count == liveElements.Count)
        {
            for (var i = 0; i < elements.Count; i++)
            {
                var index = i.ToString(CultureInfo.InvariantCulture);
                var was = recorded is JsonArray before && i < before.Count ? before[i] : null;
                if (elements[i] is { } element)
                    Compare($"{path}/{index}", element, was, liveElements[i]);
            }
        }
        else if (!Matches(path, desired, live))
        {
            Report(path, live, desired, recorded);
        }
    }

    /// <summary>True when everything that <paramref name="wanted"/> says holds of <paramref name="actual"/>, which may say more.</summary>
    private bool Matches(string path, JsonNode? wanted, JsonNode? actual)
    {
        if (ExpressionReader.IsExpression(wanted))
            return false;
        switch (wanted, actual)
        {
            case (JsonObject members, JsonObject actualMembers):
                return members.All(member => member.Value is null
                    || IsWriteOnly(JsonPointer.Append(path, member.Key))
                    || actualMembers.TryGetPropertyValue(member.Key, out var value) && Matches(JsonPointer.Append(path, member.Key), member.Value, value));
            case (JsonArray elements, JsonArray actualElements):
                if (elements.Count != actualElements.Count)
                    return false;
                return IsSet(path)
                    ? SetMatches(path, elements, actualElements)
                    : elements.Zip(actualElements).All(pair => Matches($"{path}/0", pair.First, pair.Second));
            case (JsonArray { Count: 0 } or JsonObject { Count: 0 }, null):
                // Systems leave out empty lists and objects when they answer.
                return true;
            default:
                return JsonEquality.Equal(wanted, actual);
        }
    }

    private bool SetMatches(string path, JsonArray elements, JsonArray actualElements)
    {
        // Exact partners first, so that an element that says little does not take the partner of one that says more.
        var open = actualElements.ToList();
        var loose = new List<JsonNode?>();
        foreach (var element in elements)
        {
            var exact = open.FindIndex(candidate => JsonEquality.Equal(element, candidate));
            if (exact >= 0)
                open.RemoveAt(exact);
            else
                loose.Add(element);
        }

        foreach (var element in loose)
        {
            var partner = open.FindIndex(candidate => Matches($"{path}/0", element, candidate));
            if (partner < 0)
                return false;
            open.RemoveAt(partner);
        }

        return true;
    }

    private bool InnerDiffers(string pattern, string path, JsonNode? before, JsonNode? after)
    {
        var below = JsonPointer.Below(pattern, path)!;
        var left = JsonPointer.Expand(before, below).Select(pointer => JsonPointer.TryGet(before, pointer, out var value) ? value : null).ToList();
        var right = JsonPointer.Expand(after, below).Select(pointer => JsonPointer.TryGet(after, pointer, out var value) ? value : null).ToList();
        return left.Count != right.Count || left.Zip(right).Any(pair => !JsonEquality.Equal(pair.First, pair.Second));
    }

    private string? SourceOf(string path)
    {
        for (var tokens = JsonPointer.Split(path); ; tokens = tokens[..^1])
        {
            if (request.ValueSources.TryGetValue(JsonPointer.Join(tokens), out var source))
                return source;
            if (tokens.Length == 0)
                return null;
        }
    }

    private bool IsWriteOnly(string path) => traits.WriteOnly.Any(pattern => JsonPointer.Covers(pattern, path));

    private bool HoldsWriteOnly(string path) => traits.WriteOnly.Any(pattern => JsonPointer.IsInside(pattern, path));

    private bool IsSet(string path) => traits.Sets.Any(pattern => JsonPointer.Covers(pattern, path) && JsonPointer.IsInside(pattern, path));
}
