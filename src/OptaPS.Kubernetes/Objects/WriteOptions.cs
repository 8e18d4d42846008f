namespace OptaPS.Kubernetes.Objects;

/// <summary>How a write is to be done.</summary>
public record WriteOptions
{
    /// <summary>Name under which field ownership is recorded.</summary>
    public string FieldManager { get; init; } = "optaps";

    /// <summary>True to let the server do everything but store the result.</summary>
    public bool DryRun { get; init; }

    /// <summary>What the server does with unknown and duplicate fields: <c>Strict</c>, <c>Warn</c> or <c>Ignore</c>.</summary>
    public string FieldValidation { get; init; } = "Strict";

    /// <summary>The subresource to write (<c>status</c>, <c>scale</c>, <c>eviction</c>), or null for the object.</summary>
    public string? Subresource { get; init; }

    /// <summary>Receives the server's warnings (deprecations, unknown fields with <c>Warn</c>).</summary>
    public Action<string>? OnWarning { get; init; }
}
