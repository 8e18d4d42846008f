namespace OptaPS.Engine.Planning;

/// <summary>A saved plan that still says exactly what it said when it was saved.</summary>
/// <param name="Plan">The plan, made again.</param>
/// <param name="Extras">What was saved with it.</param>
public sealed record LoadedPlan(Plan Plan, SavedPlanExtras Extras);
