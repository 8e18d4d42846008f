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
public sealed class GetOptaPlanCommand : PlanCmdlet
{
    /// <summary><para type="description">The environment or service file.</para></summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "FullName")]
    [SupportsWildcards]
    public string Path { get; set; } = "";

    /// <summary><para type="description">Which environment of a service file.</para></summary>
    [Parameter]
    [Alias("Environment")]
    [ArgumentCompleter(typeof(EnvironmentCompleter))]
    public string? EnvironmentName { get; set; }

    /// <summary><para type="description">Values for the file's input variables.</para></summary>
    [Parameter]
    public Hashtable? Variable { get; set; }

    /// <summary><para type="description">Save the plan here. New-OptaEnvironment -Plan carries it out exactly, or refuses it.</para></summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? OutFile { get; set; }

    /// <summary><para type="description">Only take the live state into the record; change nothing outside.</para></summary>
    [Parameter]
    public SwitchParameter RefreshOnly { get; set; }

    /// <summary><para type="description">Addresses that changed in the file, as <c>former=new</c>; <c>queue/*=jobs/*</c> moves a module.</para></summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] Moved { get; set; } = [];

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
                Choices = Choices() with
                {
                    RefreshOnly = RefreshOnly,
                    Moves = Moved,
                    SaveTo = OutFile is null ? null : FilePath(OutFile),
                },
                PlanOnly = true,
            };
            RunOrQueue(request, file, result => result.Plan is { } plan ? [plan] : []);
        }
    }
}
