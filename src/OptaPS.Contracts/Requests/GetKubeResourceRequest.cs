using OptaPS.Diagnostics;
using OptaPS.Objects;
using OptaPS.Operations;

namespace OptaPS.Requests;

/// <summary>Reads objects of a cluster. Objects are handed over as they come, page by page; the result is what was asked for by name and is not there.</summary>
/// <param name="Target">Where to look.</param>
/// <param name="Cluster">The cluster.</param>
/// <param name="Resources">Words for kinds: kind, plural, short name, category, each also with <c>.group</c>; several in one text are parted by commas.</param>
/// <param name="Found">Receives each object; called from any thread, one call at a time.</param>
public sealed record GetKubeResourceRequest(OperationTarget Target, ClusterChoice Cluster, IReadOnlyList<string> Resources, Action<KubeResource> Found) : IOperationRequest<IReadOnlyList<Diagnostic>>
{
    /// <summary>Names; <c>*</c>, <c>?</c> and <c>[a-c]</c> match several. All objects when empty.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>One namespace, or null for the connection's own.</summary>
    public string? Namespace { get; init; }

    /// <summary>True for all namespaces.</summary>
    public bool AllNamespaces { get; init; }

    /// <summary>Label selector in Kubernetes' own syntax, or null.</summary>
    public string? Selector { get; init; }

    /// <summary>Field selector in Kubernetes' own syntax, or null.</summary>
    public string? FieldSelector { get; init; }

    /// <summary>True to have the values of Secrets.</summary>
    public bool IncludeSecretData { get; init; }

    /// <summary>True to have <c>metadata.managedFields</c>.</summary>
    public bool IncludeManagedFields { get; init; }
}
