using System.Management.Automation;
using OptaPS.Objects;
using OptaPS.Requests;

namespace OptaPS.PowerShell.Cmdlets;

/// <summary>
/// <para type="synopsis">Takes fault rules of a running sandbox away: the one named, or all.</para>
/// </summary>
[Cmdlet(VerbsCommon.Clear, "OptaSandboxFault", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(SandboxFault))]
public sealed class ClearOptaSandboxFaultCommand : OptaCmdlet
{
    /// <summary><para type="description">Name of the rule; all when left out.</para></summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    public string? Id { get; set; }

    /// <summary><para type="description">Return the rules that were taken away.</para></summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var target = SandboxTarget();
        if (!Ask(target.Sandbox!, Id is null ? "Clear all faults" : $"Clear fault {Id}"))
            return;

        if (Run(new ClearSandboxFaultRequest(target, Id)) is { } cleared && PassThru)
            WriteObject(cleared, enumerateCollection: true);
    }
}
