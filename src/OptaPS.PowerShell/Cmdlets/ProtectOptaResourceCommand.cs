using System.Management.Automation;
using OptaPS.Objects;

namespace OptaPS.PowerShell.Cmdlets;

/// <summary>
/// <para type="synopsis">Protects recorded resources: they are neither replaced nor deleted, but skipped and listed.</para>
/// </summary>
[Cmdlet(VerbsSecurity.Protect, "OptaResource", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(ProtectedResource))]
public sealed class ProtectOptaResourceCommand : ProtectionCmdlet
{
    /// <inheritdoc/>
    protected override void ProcessRecord() => SetProtection("Protect resource", protect: true);
}
