using OptaPS.Diagnostics;
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
            : NearestName.Of(kind.Kind, resources.Select(resource => resource.Kind.Kind)) is { } near ? $" The nearest kind is {near}." : "";
        return new(KubernetesFailure.UnknownKind, $"The cluster does not serve {kind}.{hint}") { Reason = "UnknownKind" };
    }

    public static KubernetesException Word(string word, IReadOnlyList<ApiResource> resources)
    {
        var near = NearestName.Of(word, resources.SelectMany(resource => resource.ShortNames.Append(resource.Plural).Append(resource.Singular)).Where(name => name.Length > 1));
        return new(KubernetesFailure.UnknownKind, $"The cluster has no resource type '{word}'.{(near is null ? "" : $" The nearest is '{near}'.")}") { Reason = "UnknownKind" };
    }
}
