using OptaPS.Diagnostics;

namespace OptaPS.Operations.States;

/// <summary>What can be wrong with the place of a state.</summary>
internal static class StateErrors
{
    public static OptaException NotServed(string target, string service) => new(new Diagnostic("OPTA2110", Severity.Error, $"Target '{target}' does not serve '{service}'.")
    {
        Category = DiagnosticCategory.NotImplemented,
        Remedy = "Keep the state in a place that the target serves; calls are never sent to the public cloud instead.",
    });

    public static OptaException KeptElsewhere(string environment, string known, string asked) => new(
        new Diagnostic("OPTA2107", Severity.Error, $"The state of '{environment}' is kept in {known}, not in {asked}.")
        {
            Category = DiagnosticCategory.InvalidOperation,
            Resource = environment,
            Remedy = "Leave -State (--state, OPTA_STATE) out or name that place. A second, empty state would make every resource a second time.",
        });

    public static OptaException NoUsualPlace(string environment, string provider) => new(
        new Diagnostic("OPTA2111", Severity.Error, $"There is no usual place for the state of '{environment}' on {provider}.")
        {
            Category = DiagnosticCategory.InvalidArgument,
            Resource = environment,
            Remedy = "Name the place: gs://bucket, azblob://account/container or kubernetes://namespace.",
        });
}
