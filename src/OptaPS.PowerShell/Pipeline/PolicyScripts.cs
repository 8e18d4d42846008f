using System.Management.Automation;
using OptaPS.Diagnostics;
using OptaPS.Objects;

namespace OptaPS.PowerShell.Pipeline;

/// <summary>Runs the policy scripts of a user over the changes of a plan, on the pipeline thread.</summary>
internal static class PolicyScripts
{
    public static IReadOnlyList<Diagnostic> Run(IReadOnlyList<ScriptBlock> scripts, PlanView plan)
    {
        var findings = new List<Diagnostic>();
        foreach (var script in scripts)
        {
            foreach (var item in plan.Items.Where(item => item.Action != "None"))
                findings.AddRange(Judge(script, plan, item).Select(reason => Denied(item, reason)));
        }

        return findings;
    }

    private static IEnumerable<string> Judge(ScriptBlock script, PlanView plan, PlanItem item)
    {
        List<PSVariable> variables = [new PSVariable("_", new PSObject(item))];
        try
        {
            return [.. script.InvokeWithContext(null, variables, plan).Select(Reason).OfType<string>()];
        }
        catch (RuntimeException e) when (e is not PipelineStoppedException)
        {
            return [e.Message];
        }
    }

    private static string? Reason(PSObject? answer) => answer?.BaseObject switch
    {
        null or true => null,
        false => "the policy script says no",
        var reason => reason.ToString(),
    };

    private static Diagnostic Denied(PlanItem item, string reason) =>
        new("OPTA7067", Severity.Error, $"The policy script denies to {item.Action.ToLowerInvariant()} '{item.Address}': {reason}")
        {
            Resource = item.Address,
            Category = DiagnosticCategory.SecurityError,
            Evidence = [item.Type],
            Remedy = "Nothing was changed. Correct the file so that the policy is kept, or change the script.",
        };
}
