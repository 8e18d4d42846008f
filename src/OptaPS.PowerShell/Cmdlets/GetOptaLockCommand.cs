using System.Management.Automation;
using OptaPS.Objects;
using OptaPS.Requests;

namespace OptaPS.PowerShell.Cmdlets;

/// <summary>
/// <para type="synopsis">Lists who holds the locks on states, since and until when.</para>
/// </summary>
[Cmdlet(VerbsCommon.Get, "OptaLock")]
[OutputType(typeof(LockInfo))]
public sealed class GetOptaLockCommand : EnvironmentListCmdlet
{
    /// <inheritdoc/>
    protected override void ProcessRecord() => List(name => new GetLockRequest(Target(), name), item => item.EnvironmentName);
}
