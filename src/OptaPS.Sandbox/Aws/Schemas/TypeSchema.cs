namespace OptaPS.Sandbox.Aws.Schemas;

/// <summary>The published schema of a CloudFormation type, with the handler facts that the publication leaves out.</summary>
internal sealed record TypeSchema(
    string Name,
    IReadOnlyList<string> Identifier,
    IReadOnlyDictionary<string, PropertyShape> Properties,
    IReadOnlyDictionary<string, PropertyShape> ReadOnly,
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, PropertyShape>> Definitions,
    HandlerFacts Handlers,
    TypeRules Rules,
    IReadOnlyDictionary<string, ValueLimits> Limits)
{
    /// <summary>Paths that cannot change after creation.</summary>
    public IEnumerable<string> CreateOnly => Properties.Where(p => p.Value.Replacement == "yes").Select(p => p.Key).Concat(Handlers.CreateOnly);

    public bool Supports(char handler) => Handlers.Handlers.Contains(handler);
}
