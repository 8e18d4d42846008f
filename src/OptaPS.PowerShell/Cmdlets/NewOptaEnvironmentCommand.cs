using System.Collections;
using System.Management.Automation;
using OptaPS.Objects;
using OptaPS.Requests;

namespace OptaPS.PowerShell.Cmdlets;

/// <summary>
/// <para type="synopsis">Creates an environment from its file, or converges it; safe to run again after anything went wrong. Carries a saved plan out when one is given.</para>
/// </summary>
[Cmdlet(VerbsCommon.New, "OptaEnvironment", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium, DefaultParameterSetName = FromFile)]
[OutputType(typeof(ApplyResult), typeof(PlanView))]
public sealed class NewOptaEnvironmentCommand : ApplyCmdlet
{
    private const string FromFile = "File";
    private const string FromPlan = "Plan";

    /// <summary><para type="description">The environment file.</para></summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = FromFile)]
    [Alias("PSPath", "FullName")]
    [SupportsWildcards]
    public string Path { get; set; } = "";

    /// <summary><para type="description">A plan that Get-OptaPlan -OutFile has saved. It is carried out exactly, or refused because files, state or live resources moved since.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = FromPlan)]
    [ValidateNotNullOrEmpty]
    public string Plan { get; set; } = "";

    /// <summary><para type="description">Values for the file's input variables.</para></summary>
    [Parameter(ParameterSetName = FromFile)]
    public Hashtable? Variable { get; set; }

    /// <summary><para type="description">Only take the live state into the record; change nothing outside.</para></summary>
    [Parameter(ParameterSetName = FromFile)]
    public SwitchParameter RefreshOnly { get; set; }

    /// <summary><para type="description">Addresses that changed in the file, as <c>former=new</c>; <c>queue/*=jobs/*</c> moves a module.</para></summary>
    [Parameter(ParameterSetName = FromFile)]
    [ValidateNotNullOrEmpty]
    public string[] Moved { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ParameterSetName == FromPlan)
        {
            var saved = new ApplyPlanRequest(Target(), FilePath(Plan)) { PolicyFiles = Choices().PolicyFiles, SkipChecks = SkipCheck };
            Execute(saved, Plan, "Carry out the saved plan", ResultOrPlan);
            return;
        }

        foreach (var file in FilePaths(Path))
        {
            var request = new ApplyRequest(Target(), file)
            {
                Variables = Variables(Variable),
                AllowDataLoss = AllowDataLoss,
                Choices = ApplyChoices() with { RefreshOnly = RefreshOnly, Moves = Moved },
            };
            Execute(request, file, "Create or converge environment", ResultOrPlan);
        }
    }
}
