using System.Management.Automation;
using OptaPS.Objects;
using OptaPS.PowerShell.Completion;
using OptaPS.Requests;

namespace OptaPS.PowerShell.Cmdlets;

/// <summary>
/// <para type="synopsis">Reports what was changed outside OptaPS since the last apply, field by field. Needs no file and changes nothing.</para>
/// </summary>
[Cmdlet(VerbsDiagnostic.Test, "OptaDrift")]
[OutputType(typeof(DriftedField), typeof(bool))]
public sealed class TestOptaDriftCommand : LongCmdlet
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

    /// <summary><para type="description">Return only $true when nothing drifted, else $false.</para></summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <summary><para type="description">Fields that others may change, as <c>kind:/path</c> with wildcards; they are no drift.</para></summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] Ignore { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var request = new TestDriftRequest(Target(), EnvironmentName) { Service = string.IsNullOrEmpty(ServiceName) ? null : ServiceName, Ignored = Ignore };
        bool quiet = Quiet;
        RunOrQueue(request, EnvironmentName, reports => quiet ? [!reports.Any(report => report.HasDrift)] : reports.SelectMany(report => report.Fields));
    }
}
