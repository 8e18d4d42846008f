using System.Collections;
using System.Management.Automation;
using OptaPS.Objects;
using OptaPS.Requests;

namespace OptaPS.PowerShell.Cmdlets;

/// <summary>
/// <para type="synopsis">Creates an environment from its file, or converges it; safe to run again after anything went wrong.</para>
/// </summary>
[Cmdlet(VerbsCommon.New, "OptaEnvironment", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(ApplyResult), typeof(PlanView))]
public sealed class NewOptaEnvironmentCommand : LayerCmdlet
{
    /// <summary><para type="description">The environment file.</para></summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "FullName")]
    public string Path { get; set; } = "";

    /// <summary><para type="description">Values for the file's input variables.</para></summary>
    [Parameter]
    public Hashtable? Variable { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var file in FilePaths(Path))
        {
            var request = new ApplyRequest(Target(), file) { Variables = Variables(Variable), AllowDataLoss = AllowDataLoss };
            Execute(request, file, "Create or converge environment", ResultOrPlan);
        }
    }
}
