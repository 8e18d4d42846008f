namespace OptaPS.Kubernetes.Objects;

/// <summary>Which objects to list or watch.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Namespace">One namespace, or null for all.</param>
public sealed record ListQuery(GroupVersionKind Kind, string? Namespace = null)
{
    /// <summary>Label selector in Kubernetes' own syntax, or null.</summary>
    public string? LabelSelector { get; init; }

    /// <summary>Field selector in Kubernetes' own syntax, or null.</summary>
    public string? FieldSelector { get; init; }

    /// <summary>Objects per request of a list (pages are fetched as they are consumed). 0 asks for everything at once.</summary>
    public int PageSize { get; init; } = 500;
}
