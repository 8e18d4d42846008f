using System.Management.Automation;
using OptaPS.Objects;
using OptaPS.PowerShell.Completion;
using OptaPS.PowerShell.Pipeline;
using OptaPS.Requests;

namespace OptaPS.PowerShell.Cmdlets;

/// <summary>
/// <para type="synopsis">Removes an environment with everything that was made for it, in reverse order.</para>
/// </summary>
[Cmdlet(VerbsCommon.Remove, "OptaEnvironment", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(ApplyResult), typeof(PlanView))]
public sealed class RemoveOptaEnvironmentCommand : PlanCmdlet
{
    /// <summary><para type="description">Name of the environment, or the path of its file.</para></summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Environment", "Name")]
    [ArgumentCompleter(typeof(EnvironmentCompleter))]
    public string EnvironmentName { get; set; } = "";

    /// <summary><para type="description">Remove the services in it first. Without it an environment that has services is refused.</para></summary>
    [Parameter]
    public SwitchParameter Recurse { get; set; }

    /// <summary><para type="description">Remove an environment whose state is lost: what carries its ownership mark.</para></summary>
    [Parameter]
    public SwitchParameter WithoutState { get; set; }

    /// <summary><para type="description">Return the result object.</para></summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var request = new DestroyRequest(Target(), EnvironmentName) { Recurse = Recurse, WithoutState = WithoutState, AllowDataLoss = AllowDataLoss, Choices = Choices() };
        if (Recurse && Attendance.IsRehearsal(this))
        {
            Rehearse(request);
            return;
        }

        bool show = PassThru;
        Execute(request, EnvironmentName, "Remove environment", result => show || result is { Status: "Planned" } or { Leftovers.Count: > 0 } or { Skipped.Count: > 0 } ? ResultOrPlan(result) : []);
    }

    // The plans of all services and of the environment; asked one after the other, the first "no" would be the end.
    private void Rehearse(DestroyRequest request)
    {
        if (Run(request with { PlanOnly = true }, subject: EnvironmentName) is not { Plan: { } last } result)
            return;

        foreach (var plan in result.ServicePlans.Append(last))
        {
            Approve(plan, "Remove environment");
            WriteObject(plan);
        }
    }
}
