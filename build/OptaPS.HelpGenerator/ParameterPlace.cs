namespace OptaPS.HelpGenerator;

/// <summary>How a parameter is bound in one parameter set.</summary>
internal sealed record ParameterPlace(bool Mandatory, int? Position, bool ByValue, bool ByPropertyName)
{
    public string Pipeline => (ByValue, ByPropertyName) switch
    {
        (true, true) => "true (ByValue, ByPropertyName)",
        (true, false) => "true (ByValue)",
        (false, true) => "true (ByPropertyName)",
        _ => "false",
    };
}
