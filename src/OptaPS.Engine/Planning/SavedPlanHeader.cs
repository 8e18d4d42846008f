namespace OptaPS.Engine.Planning;

/// <summary>What can be told about a saved plan before it is made again.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="Extras">What was saved with it.</param>
public sealed record SavedPlanHeader(string Layer, DateTimeOffset CreatedAt, SavedPlanExtras Extras);
