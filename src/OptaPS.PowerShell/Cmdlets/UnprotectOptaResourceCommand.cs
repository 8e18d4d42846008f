using System.Management.Automation;
using OptaPS.Objects;
using OptaPS.PowerShell.Completion;
using OptaPS.Requests;

namespace OptaPS.PowerShell.Cmdlets;

/// <summary>
/// <para type="synopsis">Lifts the protection of recorded resources.</para>
/// </summary>
[Cmdlet(VerbsSecurity.Unprotect, "OptaResource", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(ProtectedResource))]
public sealed class UnprotectOptaResourceCommand : OptaCmdlet
{
    /// <summary><para type="description">Name of the environment, or the path of its file.</para></summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Environment")]
    [ArgumentCompleter(typeof(EnvironmentCompleter))]
    public string EnvironmentName { get; set; } = "";

    /// <summary><para type="description">The resources, as a plan shows them.</para></summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string[] Address { get; set; } = [];

    /// <summary><para type="description">The service; the environment itself when left out.</para></summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Service")]
    [ArgumentCompleter(typeof(ServiceCompleter))]
    public string? ServiceName { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (!Ask($"{EnvironmentName}: {string.Join(", ", Address)}", "Lift protection of resource"))
            return;
        var request = new ProtectResourceRequest(Target(), EnvironmentName, Address, false) { Service = string.IsNullOrEmpty(ServiceName) ? null : ServiceName };
        if (Run(request) is { } done)
            WriteObject(done, enumerateCollection: true);
    }
}
