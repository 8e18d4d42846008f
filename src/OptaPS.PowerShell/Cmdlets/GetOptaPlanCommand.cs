using System.Collections;
using System.Management.Automation;
using OptaPS.Objects;
using OptaPS.PowerShell.Completion;
using OptaPS.Requests;

namespace OptaPS.PowerShell.Cmdlets;

/// <summary>
/// <para type="synopsis">Shows what an apply of an environment or service file would do. Changes nothing.</para>
/// </summary>
[Cmdlet(VerbsCommon.Get, "OptaPlan")]
[OutputType(typeof(PlanView))]
public sealed class GetOptaPlanCommand : LayerCmdlet
{
    /// <summary><para type="description">The environment or service file.</para></summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "FullName")]
    public string Path { get; set; } = "";

    /// <summary><para type="description">Which environment of a service file.</para></summary>
    [Parameter]
    [Alias("Environment")]
    [ArgumentCompleter(typeof(EnvironmentCompleter))]
    public string? EnvironmentName { get; set; }

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
                Variables = Variables(Variable),
                AllowDataLoss = AllowDataLoss,
                PlanOnly = true,
            };
            RunOrQueue(request, file, result => result.Plan is { } plan ? [plan] : []);
        }
    }
}
