using System.Text.Json.Nodes;

namespace OptaPS.Clouds.Aws.Documents;

/// <summary>JSON pointers in which <c>*</c> stands for every element.</summary>
internal static class JsonPath
{
    /// <summary>Replaces each value at <paramref name="path"/> in place; absent places are left absent.</summary>
    public static void Rewrite(JsonObject document, string path, Func<JsonNode?, JsonNode?> change) =>
        Rewrite(document, path.TrimStart('/').Split('/'), 0, change);

    /// <summary>The value at a path without <c>*</c>, or null.</summary>
    public static JsonNode? Find(JsonObject document, string path)
    {
        JsonNode? node = document;
        foreach (var step in path.TrimStart('/').Split('/'))
            node = (node as JsonObject)?[step];
        return node;
    }

    private static void Rewrite(JsonNode? node, string[] steps, int index, Func<JsonNode?, JsonNode?> change)
    {
        if (steps[index] == "*")
        {
            if (node is JsonArray array)
                RewriteElements(array, steps, index, change);
        }
        else if (node is JsonObject members && members.TryGetPropertyValue(steps[index], out var value))
        {
            if (index < steps.Length - 1)
                Rewrite(value, steps, index + 1, change);
            else if (change(value) is var changed && !ReferenceEquals(changed, value))
                members[steps[index]] = changed;
        }
    }

    private static void RewriteElements(JsonArray array, string[] steps, int index, Func<JsonNode?, JsonNode?> change)
    {
        for (var i = 0; i < array.Count; i++)
        {
            if (index < steps.Length - 1)
                Rewrite(array[i], steps, index + 1, change);
            else if (change(array[i]) is var changed && !ReferenceEquals(changed, array[i]))
                array[i] = changed;
        }
    }
}
