namespace OptaPS.Configuration.Catalog;

/// <summary>A rule over several inputs of a module.</summary>
/// <param name="Kind">
/// <c>together</c> (all or none), <c>exclusive</c> (at most one), <c>anyOf</c> (at least one), <c>ordered</c> (first not above second), <c>requires</c> (the first needs the others),
/// <c>subset</c> (first within second), <c>cidrInside</c> (first within second), <c>cidrOutside</c>, <c>sameZeroness</c> (zero together only), or the name of a module's own check.
/// </param>
/// <param name="Inputs">The inputs concerned.</param>
/// <param name="About">The rule in words.</param>
public sealed record RuleSchema(string Kind, IReadOnlyList<string> Inputs, string About);
