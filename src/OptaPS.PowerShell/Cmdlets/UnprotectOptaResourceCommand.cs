using System.Management.Automation;
using OptaPS.Objects;

namespace OptaPS.PowerShell.Cmdlets;

/// <summary>
/// <para type="synopsis">Lifts the protection of recorded resources.</para>
/// </summary>
[Cmdlet(VerbsSecurity.Unprotect, "OptaResource", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(ProtectedResource))]
public sealed class UnprotectOptaResourceCommand : ProtectionCmdlet
{
    /// <inheritdoc/>
    protected override void ProcessRecord() => SetProtection("Lift protection of resource", protect: false);
}
