using System.Management.Automation;
using OptaPS.PowerShell.Completion;
using OptaPS.Requests;

namespace OptaPS.PowerShell;

/// <summary>Base of the cmdlets that make things, so that checks precede the first change.</summary>
public abstract class ApplyCmdlet : PlanCmdlet
{
    /// <summary><para type="description">Preflight checks to leave out, by the names that Test-OptaEnvironment shows; <c>Quota:*</c> leaves out all that begin so.</para></summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(PreflightCheckCompleter))]
    public string[] SkipCheck { get; set; } = [];

    /// <summary>Targets, policies and left out checks as the parameters say.</summary>
    internal PlanChoices ApplyChoices() => Choices() with { SkipChecks = SkipCheck };
}
