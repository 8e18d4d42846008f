using OptaPS.Configuration.Values;
using OptaPS.Diagnostics;

namespace OptaPS.Configuration.Layers;

/// <summary>A declared variable.</summary>
/// <param name="Name">The name used as <c>{vars.name}</c>.</param>
/// <param name="Description">What it is for, or null.</param>
/// <param name="Default">Its default, or null when a value must be given.</param>
/// <param name="Value">The value in this run (from <c>--var</c>, the environment entry or the default), or null when there is none.</param>
/// <param name="Location">Where it is declared.</param>
public sealed record InputVariable(string Name, string? Description, ConfigValue? Default, ConfigValue? Value, SourceLocation Location);
