using System.Management.Automation;
using OptaPS.Objects;
using OptaPS.PowerShell.Completion;
using OptaPS.Requests;

namespace OptaPS.PowerShell.Cmdlets;

/// <summary>
/// <para type="synopsis">Gives recorded resources another address, without touching them: for what got another name in the file.</para>
/// </summary>
[Cmdlet(VerbsCommon.Move, "OptaResource", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(MovedResource))]
public sealed class MoveOptaResourceCommand : OptaCmdlet
{
    /// <summary><para type="description">Name of the environment, or the path of its file.</para></summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Environment")]
    [ArgumentCompleter(typeof(EnvironmentCompleter))]
    public string EnvironmentName { get; set; } = "";

    /// <summary><para type="description">The former address; <c>queue/*</c> takes a whole module.</para></summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    public string Address { get; set; } = "";

    /// <summary><para type="description">The new address; ends with <c>/*</c> when the former one does.</para></summary>
    [Parameter(Mandatory = true, Position = 2)]
    [ValidateNotNullOrEmpty]
    public string Destination { get; set; } = "";

    /// <summary><para type="description">The service; the environment itself when left out.</para></summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Service")]
    [ArgumentCompleter(typeof(ServiceCompleter))]
    public string? ServiceName { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (!Ask($"{EnvironmentName}: {Address} -> {Destination}", "Move recorded resource"))
            return;
        var request = new MoveResourceRequest(Target(), EnvironmentName, Address, Destination) { Service = string.IsNullOrEmpty(ServiceName) ? null : ServiceName };
        if (Run(request) is { } moved)
            WriteObject(moved, enumerateCollection: true);
    }
}
