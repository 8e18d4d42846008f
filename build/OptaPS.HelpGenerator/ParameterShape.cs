namespace OptaPS.HelpGenerator;

/// <summary>One parameter of a cmdlet, with its place in each parameter set.</summary>
internal sealed record ParameterShape(string Name, string TypeName, IReadOnlyDictionary<string, ParameterPlace> Places, IReadOnlyList<string> Aliases, IReadOnlyList<string> AllowedValues, bool Wildcards)
{
    /// <summary>The name that PowerShell gives to membership in every set.</summary>
    public const string AllSets = "__AllParameterSets";

    public bool IsSwitch => TypeName == "SwitchParameter";

    /// <summary>The place in a set, or null when the parameter does not belong to it.</summary>
    public ParameterPlace? In(string set) => Places.GetValueOrDefault(set) ?? Places.GetValueOrDefault(AllSets);
}
