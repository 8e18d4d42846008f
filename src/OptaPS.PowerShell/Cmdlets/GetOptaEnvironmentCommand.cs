using System.Management.Automation;
using OptaPS.Objects;
using OptaPS.Requests;

namespace OptaPS.PowerShell.Cmdlets;

/// <summary>
/// <para type="synopsis">Lists environments that have state.</para>
/// </summary>
[Cmdlet(VerbsCommon.Get, "OptaEnvironment")]
[OutputType(typeof(EnvironmentInfo))]
public sealed class GetOptaEnvironmentCommand : EnvironmentListCmdlet
{
    /// <inheritdoc/>
    protected override void ProcessRecord() => List(name => new GetEnvironmentRequest(Target(), name), item => item.EnvironmentName);
}
