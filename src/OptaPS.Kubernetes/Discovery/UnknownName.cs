using OptaPS.Kubernetes.Http;
using OptaPS.Kubernetes.Objects;

namespace OptaPS.Kubernetes.Discovery;

/// <summary>Makes the error for a kind or word that the server does not know, with the nearest one.</summary>
internal static class UnknownName
{
    public static KubernetesException Kind(GroupVersionKind kind, IReadOnlyList<ApiResource> resources)
    {
        var same = resources.Where(resource => resource.Kind.Kind == kind.Kind).Select(resource => resource.Kind.ApiVersion).Distinct().ToList();
        var hint = same.Count > 0
            ? $" It serves {kind.Kind} as {string.Join(", ", same)}."
            : Nearest(kind.Kind, resources.Select(resource => resource.Kind.Kind)) is { } near ? $" The nearest kind is {near}." : "";
        return new(KubernetesFailure.UnknownKind, $"The cluster does not serve {kind}.{hint}") { Reason = "UnknownKind" };
    }

    public static KubernetesException Word(string word, IReadOnlyList<ApiResource> resources)
    {
        var near = Nearest(word, resources.SelectMany(resource => resource.ShortNames.Append(resource.Plural).Append(resource.Singular)));
        return new(KubernetesFailure.UnknownKind, $"The cluster has no resource type '{word}'.{(near is null ? "" : $" The nearest is '{near}'.")}") { Reason = "UnknownKind" };
    }

    private static string? Nearest(string word, IEnumerable<string> names)
    {
        var best = names.Where(name => name.Length > 1).Distinct().Select(name => (name, distance: Distance(word.ToLowerInvariant(), name.ToLowerInvariant()))).OrderBy(pair => pair.distance).FirstOrDefault();
        return best.name is not null && best.distance <= Math.Max(1, word.Length / 3) ? best.name : null;
    }

    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[^1];
    }
}
