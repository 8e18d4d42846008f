namespace OptaPS.HelpGenerator;

/// <summary>What the compiled cmdlet says about itself.</summary>
internal sealed record CmdletShape(string Verb, string Noun, IReadOnlyList<ParameterShape> Parameters, IReadOnlyList<string> OutputTypes, bool SupportsShouldProcess, string? DefaultSet)
{
    public string Name => $"{Verb}-{Noun}";

    /// <summary>Names of the parameter sets, the default one first; one unnamed set when the cmdlet has none.</summary>
    public IReadOnlyList<string> Sets
    {
        get
        {
            var named = Parameters.SelectMany(p => p.Places.Keys).Where(name => name != ParameterShape.AllSets).Distinct(StringComparer.Ordinal).ToList();
            return named.Count == 0 ? [ParameterShape.AllSets] : [.. named.OrderBy(name => name == DefaultSet ? 0 : 1)];
        }
    }
}
