using System.Management.Automation;
using OptaPS.Diagnostics;
using OptaPS.Objects;
using OptaPS.Operations;
using OptaPS.PowerShell.Pipeline;
using OptaPS.Requests;

namespace OptaPS.PowerShell;

/// <summary>Base of the cmdlets whose plan can be limited to some resources and checked by policies.</summary>
public abstract class PlanCmdlet : LayerCmdlet
{
    /// <summary><para type="description">Only these addresses and what they need (a removal: what needs them); <c>base/*</c> takes a module.</para></summary>
    [Parameter]
    [Alias("Target")]
    [ValidateNotNullOrEmpty]
    public string[] TargetAddress { get; set; } = [];

    /// <summary><para type="description">Not these addresses nor what needs them; <c>base/*</c> takes a module.</para></summary>
    [Parameter]
    [Alias("Exclude")]
    [ValidateNotNullOrEmpty]
    public string[] ExcludeAddress { get; set; } = [];

    /// <summary><para type="description">YAML files with rules that the plan must keep; a broken deny rule stops the run before the first change.</para></summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] PolicyFile { get; set; } = [];

    /// <summary><para type="description">A script that judges the plan: it runs once per change, with the change in <c>$_</c> and the whole plan in <c>$args[0]</c>. Each text that it writes, <c>$false</c>, or an exception denies the change.</para></summary>
    [Parameter]
    [ValidateNotNull]
    public ScriptBlock[] Policy { get; set; } = [];

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        if (AsJob && Policy.Length > 0)
            ThrowTerminatingError(ErrorRecords.From(FrontErrors.PolicyInJob(), Policy));
    }

    /// <summary>Targets and policies as the parameters say.</summary>
    internal PlanChoices Choices() => new()
    {
        Targets = TargetAddress,
        Excludes = ExcludeAddress,
        PolicyFiles = [.. PolicyFile.Select(file => FilePath(file))],
    };

    /// <inheritdoc/>
    internal override IReadOnlyList<Diagnostic> Judge(PlanView plan) => PolicyScripts.Run(Policy, plan);
}
