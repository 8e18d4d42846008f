using System.Text.Json.Nodes;
using OptaPS.Kubernetes.Objects;

namespace OptaPS.Kubernetes.Apply;

/// <summary>Tells from <c>metadata.managedFields</c> who set a field.</summary>
public static class FieldOwners
{
    /// <summary>The manager, other than our own, that owns a field of a live object; the last one to write when there are several. Null when there is none.</summary>
    /// <param name="live">The live object.</param>
    /// <param name="pointer">JSON pointer of the field.</param>
    /// <param name="ours">Names of managers that are our own.</param>
    public static string? Of(JsonObject live, string pointer, params string[] ours)
    {
        string[] tokens = [.. pointer.Split('/').Skip(1).Select(token => token.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))];
        return ManagedFields.Entries(live)
            .Where(entry => !ours.Contains(entry.Text("manager"), StringComparer.Ordinal) && Owns(entry["fieldsV1"], live, tokens))
            .OrderByDescending(entry => entry.Text("time"), StringComparer.Ordinal)
            .Select(entry => entry.Text("manager"))
            .FirstOrDefault(name => !string.IsNullOrEmpty(name));
    }

    private static bool Owns(JsonNode? fields, JsonNode? node, ReadOnlySpan<string> tokens)
    {
        if (fields is not JsonObject owned)
            return false;

        // Without structure below, the value is owned as a whole.
        if (tokens.IsEmpty || owned.Count == 0)
            return true;
        if (node is not JsonArray elements)
            return Owns(owned["f:" + tokens[0]], (node as JsonObject)?[tokens[0]], tokens[1..]);
        if (!int.TryParse(tokens[0], out var index) || index < 0 || index >= elements.Count)
            return false;
        foreach (var (key, inner) in owned)
        {
            if (key != "." && ReferenceEquals(FieldKey.Find(key, [.. elements]), elements[index]) && Owns(inner, elements[index], tokens[1..]))
                return true;
        }

        return false;
    }
}
