using OptaPS.Diagnostics;
using OptaPS.Engine.Providers;
using OptaPS.Engine.Resources;

namespace OptaPS.Engine.Events;

/// <summary>Something that happened while a layer was planned or applied. Texts are redacted.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Layer">The layer.</param>
/// <param name="Address">The resource.</param>
/// <param name="Time">When, by the engine's clock.</param>
public sealed record EngineEvent(EngineEventKind Kind, string Layer, string Address, DateTimeOffset Time)
{
    /// <summary>The resource's type.</summary>
    public ResourceType Type { get; init; }

    /// <summary>What is done with the resource.</summary>
    public PlannedAction Action { get; init; }

    /// <summary>In words, or null.</summary>
    public string? Message { get; init; }

    /// <summary>Time since the action started.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>Actions that have ended so far, this one included.</summary>
    public int Completed { get; init; }

    /// <summary>Actions of the whole run.</summary>
    public int Total { get; init; }

    /// <summary>Why, for <see cref="EngineEventKind.Failed"/>, <see cref="EngineEventKind.Retrying"/> and <see cref="EngineEventKind.Skipped"/>.</summary>
    public Diagnostic? Failure { get; init; }
}
