using System.Management.Automation;
using OptaPS.Objects;
using OptaPS.Requests;

namespace OptaPS.PowerShell.Cmdlets;

/// <summary>
/// <para type="synopsis">Reports what was changed outside OptaPS since the last apply, field by field. Needs no file and changes nothing.</para>
/// </summary>
[Cmdlet(VerbsDiagnostic.Test, "OptaDrift")]
[OutputType(typeof(DriftedField), typeof(bool))]
public sealed class TestOptaDriftCommand : OptaCmdlet
{
    /// <summary><para type="description">Name of the environment, or the path of its file.</para></summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Environment", "Name")]
    public string EnvironmentName { get; set; } = "";

    /// <summary><para type="description">Only this service; without it the environment and all its services.</para></summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Service")]
    public string? ServiceName { get; set; }

    /// <summary><para type="description">Return only $true when nothing drifted, else $false.</para></summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var request = new TestDriftRequest(Target(), EnvironmentName) { Service = string.IsNullOrEmpty(ServiceName) ? null : ServiceName };
        if (Run(request) is not { } reports)
            return;
        foreach (var report in reports)
            WriteVerbose(report.ToString());
        if (Quiet)
            WriteObject(!reports.Any(report => report.HasDrift));
        else
            WriteObject(reports.SelectMany(report => report.Fields), enumerateCollection: true);
    }
}
