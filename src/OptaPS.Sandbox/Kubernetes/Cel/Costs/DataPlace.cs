namespace OptaPS.Sandbox.Kubernetes.Cel.Costs;

/// <summary>The place in the declared data that an expression reads.</summary>
/// <param name="Declared">What is declared there; null when nothing is.</param>
internal sealed record DataPlace(DeclaredType? Declared)
{
    public SizeRange? Size => Declared is null ? null : new SizeRange(0, (ulong)Declared.MaxElements);

    /// <summary>The place one step further in; like the real estimator, a step from nowhere arrives at the root.</summary>
    public static DataPlace Step(DataPlace? from, string word, DeclaredType root) => from is null ? new DataPlace(root) : new DataPlace(word switch
    {
        "@items" or "@values" => from.Declared?.Element,
        "@keys" => from.Declared?.Key,
        _ => from.Declared?.Fields.GetValueOrDefault(word)
    });
}
