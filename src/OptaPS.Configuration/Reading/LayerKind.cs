namespace OptaPS.Configuration.Reading;

/// <summary>The kinds of file.</summary>
internal enum LayerKind
{
    /// <summary>Has <c>providers</c>.</summary>
    Environment,

    /// <summary>Has <c>environments</c>.</summary>
    Service,

    /// <summary>Has neither: a cluster of the user's own.</summary>
    Cluster,
}
