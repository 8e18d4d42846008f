using System.Collections;
using System.Management.Automation;
using OptaPS.Objects;
using OptaPS.PowerShell.Completion;
using OptaPS.Requests;

namespace OptaPS.PowerShell.Cmdlets;

/// <summary>
/// <para type="synopsis">Deploys a service into an environment, or converges it.</para>
/// </summary>
[Cmdlet("Deploy", "OptaService", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(ApplyResult), typeof(PlanView))]
public sealed class DeployOptaServiceCommand : ApplyCmdlet
{
    /// <summary><para type="description">The service file.</para></summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "FullName")]
    [SupportsWildcards]
    public string Path { get; set; } = "";

    /// <summary><para type="description">Which of the file's environments to deploy to; may be left out when it names one only.</para></summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Environment")]
    [ArgumentCompleter(typeof(EnvironmentCompleter))]
    public string? EnvironmentName { get; set; }

    /// <summary><para type="description">The image to run, recorded so that later deployments keep it.</para></summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Image { get; set; }

    /// <summary><para type="description">The module that -Image is for, when the service has several.</para></summary>
    [Parameter]
    [Alias("Module")]
    public string? ModuleName { get; set; }

    /// <summary><para type="description">Values for the file's input variables.</para></summary>
    [Parameter]
    public Hashtable? Variable { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var file in FilePaths(Path))
        {
            var request = new ApplyRequest(Target(), file)
            {
                Environment = EnvironmentName,
                Image = Image,
                Module = ModuleName,
                Variables = Variables(Variable),
                AllowDataLoss = AllowDataLoss,
                Choices = ApplyChoices(),
            };
            Execute(request, file, "Deploy service", ResultOrPlan);
        }
    }
}
