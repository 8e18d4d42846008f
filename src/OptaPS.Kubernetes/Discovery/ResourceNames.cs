namespace OptaPS.Kubernetes.Discovery;

/// <summary>Finds resources by the words that people type.</summary>
internal static class ResourceNames
{
    /// <summary>One resource for a name (the first of the server's order), several for a category; empty when unknown.</summary>
    public static IReadOnlyList<ApiResource> Find(string word, IReadOnlyList<ApiResource> resources)
    {
        var (name, rest) = word.IndexOf('.', StringComparison.Ordinal) is var dot and > 0 ? (word[..dot], word[(dot + 1)..]) : (word, null);
        var candidates = rest is null ? resources : resources.Where(resource => resource.Kind.Group == rest || $"{resource.Kind.Version}.{resource.Kind.Group}" == rest);
        Func<ApiResource, bool>[] ways =
        [
            resource => Same(resource.Plural, name) || Same(resource.Singular, name),
            resource => resource.ShortNames.Any(known => Same(known, name)),
            resource => Same(resource.Kind.Kind, name),
        ];
        foreach (var way in ways)
            if (candidates.FirstOrDefault(way) is { } found)
                return [found];
        return [.. candidates.Where(resource => resource.Categories.Any(known => Same(known, name))).DistinctBy(resource => (resource.Kind.Group, resource.Plural))];
    }

    private static bool Same(string known, string word) => known.Equals(word, StringComparison.OrdinalIgnoreCase);
}
