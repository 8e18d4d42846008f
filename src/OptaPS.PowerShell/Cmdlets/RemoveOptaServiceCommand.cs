using System.Management.Automation;
using OptaPS.Objects;
using OptaPS.PowerShell.Completion;
using OptaPS.Requests;

namespace OptaPS.PowerShell.Cmdlets;

/// <summary>
/// <para type="synopsis">Removes a service from an environment.</para>
/// </summary>
[Cmdlet(VerbsCommon.Remove, "OptaService", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(ApplyResult), typeof(PlanView))]
public sealed class RemoveOptaServiceCommand : PlanCmdlet
{
    /// <summary><para type="description">Name of the service.</para></summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Service", "Name")]
    [ArgumentCompleter(typeof(ServiceCompleter))]
    public string ServiceName { get; set; } = "";

    /// <summary><para type="description">Name of the environment.</para></summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Environment")]
    [ArgumentCompleter(typeof(EnvironmentCompleter))]
    public string EnvironmentName { get; set; } = "";

    /// <summary><para type="description">Return the result object.</para></summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var request = new DestroyRequest(Target(), EnvironmentName) { Service = ServiceName, AllowDataLoss = AllowDataLoss, Choices = Choices() };
        bool show = PassThru;
        Execute(request, $"{EnvironmentName}/{ServiceName}", "Remove service", result => show || result is { Status: "Planned" } or { Leftovers.Count: > 0 } or { Skipped.Count: > 0 } ? ResultOrPlan(result) : []);
    }
}
