using System.Text.Json.Nodes;
using OptaPS.Engine.Providers;

namespace OptaPS.Engine.State;

/// <summary>An operation whose start is recorded and whose end is not.</summary>
/// <param name="Action">Create, update or delete.</param>
/// <param name="Token">Its idempotency token.</param>
/// <param name="Attempt">The attempt's number, unique in the layer's life.</param>
/// <param name="Since">When the intent was recorded.</param>
public sealed record OpenOperation(PlannedAction Action, string Token, long Attempt, DateTimeOffset Since)
{
    /// <summary>What to poll with, once the operation was accepted.</summary>
    public string? Handle { get; init; }

    /// <summary>The resolved document of a create or update.</summary>
    public JsonObject? Desired { get; init; }

    /// <summary>Secrets in <see cref="Desired"/>.</summary>
    public IReadOnlyList<string> SensitivePaths { get; init; } = [];
}
