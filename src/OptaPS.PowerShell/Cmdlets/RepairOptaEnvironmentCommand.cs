using System.Management.Automation;
using OptaPS.Objects;
using OptaPS.PowerShell.Completion;
using OptaPS.Requests;

namespace OptaPS.PowerShell.Cmdlets;

/// <summary>
/// <para type="synopsis">Puts back what was changed outside OptaPS since the last apply. Needs no file; changes of the file are not taken.</para>
/// </summary>
[Cmdlet(VerbsDiagnostic.Repair, "OptaEnvironment", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(ApplyResult), typeof(PlanView))]
public sealed class RepairOptaEnvironmentCommand : LayerCmdlet
{
    /// <summary><para type="description">Name of the environment, or the path of its file.</para></summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Environment", "Name")]
    [ArgumentCompleter(typeof(EnvironmentCompleter))]
    public string EnvironmentName { get; set; } = "";

    /// <summary><para type="description">Only this service; without it the environment and all its services.</para></summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Service")]
    [ArgumentCompleter(typeof(ServiceCompleter))]
    public string? ServiceName { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var request = new TestDriftRequest(Target(), EnvironmentName)
        {
            Service = string.IsNullOrEmpty(ServiceName) ? null : ServiceName,
            Repair = true,
            AllowDataLoss = AllowDataLoss,
        };
        Execute(request, EnvironmentName, "Put back what was changed outside", reports => reports.Select(report => report.Repair).OfType<ApplyResult>().SelectMany(ResultOrPlan));
    }
}
