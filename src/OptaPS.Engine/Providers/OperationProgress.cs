using System.Text.Json.Nodes;

namespace OptaPS.Engine.Providers;

/// <summary>The state of a create, update or delete, as far as it is known.</summary>
/// <param name="Status">Done, pending or failed.</param>
public sealed record OperationProgress(OperationStatus Status)
{
    /// <summary>The identifier; may appear while the operation is pending, and is recorded at once.</summary>
    public string? Identifier { get; init; }

    /// <summary>The resource's document after a finished create or update.</summary>
    public JsonObject? Properties { get; init; }

    /// <summary>What to poll with; durable across processes.</summary>
    public string? Handle { get; init; }

    /// <summary>When to ask again; null leaves it to the engine's back-off.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>What went wrong, when failed.</summary>
    public ProviderFailure? Failure { get; init; }

    /// <summary>Finished with the resource as it is now.</summary>
    public static OperationProgress Done(string identifier, JsonObject properties) =>
        new(OperationStatus.Done) { Identifier = identifier, Properties = properties };

    /// <summary>A finished delete.</summary>
    public static OperationProgress Gone { get; } = new(OperationStatus.Done);

    /// <summary>Accepted; poll with <paramref name="handle"/>.</summary>
    public static OperationProgress Pending(string handle, string? identifier = null, TimeSpan? retryAfter = null) =>
        new(OperationStatus.Pending) { Handle = handle, Identifier = identifier, RetryAfter = retryAfter };

    /// <summary>Failed. An identifier given here means that a broken resource exists and is recorded as tainted.</summary>
    public static OperationProgress Failed(ProviderFailure failure, string? identifier = null) =>
        new(OperationStatus.Failed) { Failure = failure, Identifier = identifier };
}
